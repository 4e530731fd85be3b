"""The guards: `grounding/<id>.py` holds the guard of that id, with `_` for `-`, and registers it when imported."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every guard below this package."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
