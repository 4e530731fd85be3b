"""Which file of the repository a page is made from, and which of its keys a field: learned by matching.

docs/explanation/source-of-truth.md has the rules.
"""

from .resolve import Sources
from .values import BuiltPage, Kind, SourceFile, Target, Tree, Unresolved, built_page
from .writing import set_values, value_in

__all__ = [
    "BuiltPage",
    "Kind",
    "SourceFile",
    "Sources",
    "Target",
    "Tree",
    "Unresolved",
    "built_page",
    "set_values",
    "value_in",
]
