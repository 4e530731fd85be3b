from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from django.core.checks import CheckMessage, Error, register

PACKAGES = {
    "torch": "torch",
    "sentence_transformers": "sentence-transformers",
    "faiss": "faiss-cpu",
    "snowballstemmer": "snowballstemmer",
}
"""Module to the distribution that brings it."""


@register()
def check_packages_installed(**kwargs: Any) -> Sequence[CheckMessage]:
    """Looks without importing: torch alone takes seconds."""
    missing = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    if not missing:
        return []
    return [
        Error(
            f"ml_search is enabled, but these packages are missing: {', '.join(missing)}.",
            hint="Install them with `make ml`, or leave ml_search out of SITEAGENT_APPS.",
            id="ml_search.E001",
        )
    ]
