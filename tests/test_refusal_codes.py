"""docs/how-to/apply-proposals.md names every code with which a proposal is not written."""

import re
from pathlib import Path

from seo_meta.core.html_edit import Reason

ROOT = Path(__file__).parents[1]
LISTED = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "how-to" / "apply-proposals.md").read_text()))
APP = ROOT / "seo_meta"
SOURCES = [APP / "git_program.py", *(APP / "targets").glob("*.py"), *(APP / "services").glob("apply*.py")]
CODE = re.compile(r"(?:TargetError\(|_refuse\(\w+, |refused\(|Refusal\(proposal, |return )\"([a-z-]+)\", ")


def test_every_code_is_listed() -> None:
    codes = {code for source in SOURCES for code in CODE.findall(source.read_text())}
    assert len(codes) > 12
    assert codes - LISTED == set()


def test_what_a_page_may_lack_is_listed_where_edits_are_explained() -> None:
    explained = (ROOT / "docs" / "explanation" / "edits.md").read_text()
    assert {reason for reason in Reason if f"| `{reason}` |" not in explained} == set()
