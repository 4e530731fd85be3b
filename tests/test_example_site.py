"""The example site has the faults that examples/README.md lists, and its audit prints what the documentation shows."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.process import ROOT

SITE = ROOT / "examples" / "site"
ROW = re.compile(r"^\| `(?P<page>[^`]+)` \| `(?P<rule>[^`]+)` \|", re.MULTILINE)
SAMPLE = re.compile(r"^```\n(severity .*?)^```", re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the main job prints; its reports are in `siteagent-report` under `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        call_command("meta_auto", str(SITE))
    assert left.value.code == 1
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_the_main_job_finds_the_documented_faults_of_the_example_and_no_others(
    printed: list[str], tmp_path: Path
) -> None:
    documented = sorted((row["page"], row["rule"]) for row in ROW.finditer((SITE.parent / "README.md").read_text()))
    assert documented
    findings = json.loads((tmp_path / "siteagent-report" / "report.json").read_text())["findings"]
    assert sorted((finding["file"], finding["rule"]) for finding in findings) == documented


@pytest.mark.parametrize("page", ["README.md", "docs/tutorials/first-audit.md"])
def test_the_output_that_the_documentation_shows_is_real(page: str, printed: list[str]) -> None:
    (sample,) = SAMPLE.findall((ROOT / page).read_text())
    shown = [line for line in sample.splitlines() if line != "…"]
    assert [line for line in shown if line not in printed] == []
