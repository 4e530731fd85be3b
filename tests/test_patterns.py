"""Regular expressions that hold in every Python that the tool runs on."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import seo_meta.core

POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5, as in Debian 12, matches such a group wrongly where it holds backtracking (CPython issue
    106052). An atomic group around the repetition means the same: `(?>(?:…)*)`."""
    assert {name for name, pattern in patterns() if POSSESSIVE_GROUP.search(pattern)} == set()


@pytest.mark.parametrize("pattern", ["(?:a|b)*+x", "(?:a)?+b", "(?:a){2,}+b"])
def test_such_a_group_would_be_found(pattern: str) -> None:
    assert POSSESSIVE_GROUP.search(pattern)


def patterns() -> Iterator[tuple[str, str]]:
    """(where it is, what it says) of all expressions that modules of the core keep."""
    for module in pkgutil.walk_packages(seo_meta.core.__path__, "seo_meta.core."):
        for name, value in vars(import_module(module.name)).items():
            for pattern in value.values() if isinstance(value, dict) else [value]:
                if isinstance(pattern, re.Pattern):
                    text = pattern.pattern
                    yield f"{module.name}.{name}", text if isinstance(text, str) else text.decode("latin-1")
