"""The built-in rules: `rules/<topic>/<rule>.py` holds the rule `<topic>.<rule>` and registers it when imported."""

from importlib import import_module
from pkgutil import walk_packages


def load() -> None:
    """Import every rule module below this package."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
