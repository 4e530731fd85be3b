"""The lists in requirements/ say what is imported, and their locks can be installed anywhere, with hashes."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.process import ROOT

REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
APPS = ("siteagent_project", "seo_meta", "ml_search")
NAME = re.compile(r"^[a-z0-9][a-z0-9.-]*", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"https?://|--(?:extra-)?index|--find-links|file:")
CUDA = re.compile(r"^(torch|nvidia|triton|cuda)\b", re.MULTILINE)


def test_every_package_that_is_imported_is_declared_and_no_other_is_in_the_base() -> None:
    distributions = packages_distributions()
    found = (distributions[name][0] for name in imported_modules() if name in distributions)
    imported = {name.lower().replace("_", "-") for name in found}
    declared = {list: names_in(list) for list in ("base", "prod", "redis", "ml")}
    assert imported - set().union(*declared.values()) == set()
    assert declared["base"] - imported == set()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_a_hash_and_no_registry_is_named(lock: Path) -> None:
    packages = re.split(rf"(?={NAME.pattern})", lock.read_text(), flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert ADDRESS.findall(lock.read_text()) == []


def test_the_lock_of_the_search_plugin_leaves_torch_and_cuda_to_whoever_installs_it() -> None:
    assert CUDA.findall((REQUIREMENTS / "ml.txt").read_text()) == []


def imported_modules() -> Iterator[str]:
    """The top-level names that shipped code imports, without the standard library and itself."""
    for file in (file for app in APPS for file in (ROOT / app).rglob("*.py") if "tests" not in file.parts):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names - set(APPS)


def names_in(list: str) -> set[str]:
    return {name.lower() for name in NAME.findall((REQUIREMENTS / f"{list}.in").read_text())}
