"""The built-in generators, found by `autodiscover_modules("meta_generators")` as those of any plugin are."""

from .core.generators import load

load()
