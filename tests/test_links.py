"""The Markdown files of the repository link to files that exist, and to headings in them."""

import re
from pathlib import Path

import pytest

from tests.process import ROOT

FOLDERS = ("", "docs/**/", "deploy/", "examples/", "benchmarks/")
PAGES = sorted(page for folder in FOLDERS for page in ROOT.glob(f"{folder}*.md"))
FENCE = re.compile(r"^(`{3,}).*?^\1", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)#?([^)\s]*)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_relative_links_of_a_page_lead_somewhere(page: Path) -> None:
    broken = [
        f"{path}#{fragment}"
        for path, fragment in LINK.findall(FENCE.sub("", page.read_text()))
        if not leads_somewhere(page.parent / path if path else page, fragment)
    ]
    assert broken == []


def leads_somewhere(target: Path, fragment: str) -> bool:
    return target.exists() and (not fragment or fragment in anchors(target))


def anchors(page: Path) -> set[str]:
    """The ids that GitHub gives the headings of a Markdown page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
