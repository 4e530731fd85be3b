"""The built-in generators: `generators/<id>.py` holds the generator of that id and registers it when imported."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every generator below this package."""
    for module in iter_modules(__path__, f"{__name__}."):
        import_module(module.name)
