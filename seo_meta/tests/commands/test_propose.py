"""`seo_propose`, and the proposals of the main job, as a user runs them."""

import json
from pathlib import Path

import pytest

from seo_meta.models import Proposal
from seo_meta.tests.commands.test_commands import run

pytestmark = pytest.mark.django_db

PAGE = '<!doctype html><html lang="en"><title>{title}</title><h1>{heading}</h1><p>Beans and water, and little else.</p>'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.html").write_text(PAGE.format(title="", heading="How we roast coffee at the harbour"))
    (folder / "b.html").write_text(PAGE.format(title="", heading="Where our coffee comes from each year"))
    return folder


def auto(site: Path, *arguments: object) -> tuple[int, str]:
    return run("meta_auto", site, "--base-url", "https://example.com/", "--fail-on", "never", *arguments)


def test_the_main_job_makes_proposals_and_reports_them(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = auto(site)
    proposals = json.loads(Path("siteagent-report/report.json").read_text())["proposals"]
    assert code == 0
    assert {one["candidates"][0]["value"] for one in proposals if one["field"] == "title"} == {
        "How we roast coffee at the harbour",
        "Where our coffee comes from each year",
    }
    assert "Proposals: " in capsys.readouterr().out


def test_the_main_job_makes_none_when_none_are_wanted(site: Path) -> None:
    auto(site, "--proposals", 0)
    assert not Proposal.objects.exists()
    Path("siteagent.toml").write_text("proposals = 0")
    auto(site)
    assert not Proposal.objects.exists()


def test_the_main_job_makes_them_for_as_many_pages_as_the_configuration_says(site: Path) -> None:
    Path("siteagent.toml").write_text("proposals = 1")
    auto(site)
    assert Proposal.objects.values("url").distinct().count() == 1


def test_a_page_is_shown_with_what_is_proposed_and_why(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    auto(site, "--proposals", 0)
    code, _ = run("seo_propose", "--field", "title", "--limit", 1)
    assert code == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "a.html" in lines
    assert any(line.startswith("medium") and "How we roast coffee at the harbour" in line for line in lines)
    assert lines[-1] == "1 proposal for 1 page."


def test_text_of_pages_cannot_act_in_a_log(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = "::error::How we roast coffee \x1b[31m at the harbour of the town"
    (site / "a.html").write_text(PAGE.format(title="{{ page.title }} ::set-output name=a::b\x1b[2J", heading=heading))
    auto(site, "--proposals", 0)
    run("seo_propose", "--field", "title")
    said = capsys.readouterr().out
    assert "set-output" in said
    assert "\x1b" not in said
    assert "::error::" not in said
    assert "::set-output" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("99",), "There is no run 99"),
        (("--generator", "best"), "There is no generator 'best'. There are: "),
        (("--generator", "llm"), "No language model is configured. Set SITEAGENT_LLM_BASE_URL"),
    ],
)
def test_what_there_is_not_is_one_line_and_exit_code_2(site: Path, arguments: tuple[str, ...], message: str) -> None:
    auto(site, "--proposals", 0)
    code, said = run("seo_propose", *arguments)
    assert code == 2
    assert said.startswith(message)
    assert "\n" not in said
