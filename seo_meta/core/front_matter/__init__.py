"""The data that sources of pages begin with, and data files: read, and edited key by key with all other bytes kept.

`set_keys` finds the span of a value with the marks of a parser or a scanner of ours, splices it, and parses the result
again: only these keys may differ. docs/explanation/source-of-truth.md has the rules.
"""

from .block import FrontMatter, read_front_matter
from .edit import read_data, set_data, set_keys
from .entry import MAX_CHARACTERS, Entry, FrontMatterError, Scalar

__all__ = [
    "MAX_CHARACTERS",
    "Entry",
    "FrontMatter",
    "FrontMatterError",
    "Scalar",
    "read_data",
    "read_front_matter",
    "set_data",
    "set_keys",
]
