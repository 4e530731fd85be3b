import re
from typing import Any

from seo_meta.core.baseline import State
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.waivers import Waived
from seo_meta.report import github
from seo_meta.tests.core.test_defang import runner_obeys
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import finding, written

PROPERTY = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
DATA = {"%0D": "\r", "%0A": "\n", "%25": "%"}


def lines_of(findings: Any, **run: object) -> list[str]:
    return written(github.write, findings, **run).split("\n")[:-1]


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """(command, properties, data) as GitHub's runner reads a line (actions/runner, ActionCommand.cs)."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    command, _, properties = head.partition(" ")
    pairs = (pair.partition("=") for pair in properties.strip().split(",") if pair)
    return command, {name: unescaped(value, PROPERTY) for name, _, value in pairs}, unescaped(data, DATA)


def unescaped(text: str, mapping: dict[str, str]) -> str:
    for escape, character in mapping.items():
        text = text.replace(escape, character)
    return text


def test_a_finding_is_an_annotation_of_its_line_in_the_repository() -> None:
    (line,) = lines_of([finding(file="a,b:c%.html", evidence="100 %")], source_root="public")
    properties = {"file": "public/a,b:c%.html", "line": "2", "title": "title.missing"}
    assert parsed(line) == ("error", properties, "There is no <title> element. · 100 %")


def test_severities_become_levels() -> None:
    findings = [finding(f"a.{severity}", severity=severity) for severity in Severity]
    assert [parsed(line)[0] for line in lines_of(findings)] == ["error", "warning", "notice", "notice"]


def test_a_live_page_is_named_in_the_message() -> None:
    (line,) = lines_of([finding(file=None, url="https://example.com/a", line=7)])
    assert parsed(line)[1:] == (
        {"title": "title.missing"},
        "There is no <title> element. · https://example.com/a",
    )


def test_ten_of_a_level_are_shown_and_the_rest_is_counted() -> None:
    warnings = [finding("b.warn", f"{number}.html", severity=Severity.WARNING) for number in range(11)]
    lines = lines_of([*(finding("a.often", f"{number}.html") for number in range(1200)), *warnings])
    assert [parsed(line)[0] for line in lines[:-1]] == ["error"] * 10 + ["warning"] * 10
    assert lines[-1] == "Annotated are the first findings; 1,190 more errors and 1 more warning in the reports."


def test_rules_share_the_room_and_rare_ones_are_shown_whole() -> None:
    findings = [*(finding("a.often", f"{number}.html") for number in range(30)), finding("b.rare"), finding("b.rare")]
    titles = [parsed(line)[1]["title"] for line in lines_of(findings)[:-1]]
    assert titles == ["a.often"] * 8 + ["b.rare"] * 2


def test_more_rules_than_room_are_shown_once_each_as_far_as_they_go() -> None:
    lines = lines_of([finding(f"a.r{number:02}") for number in range(12)])
    assert [parsed(line)[1]["title"] for line in lines[:-1]] == [f"a.r{number:02}" for number in range(10)]
    assert lines[-1].endswith("2 more errors in the reports.")


def test_only_what_is_news_is_annotated() -> None:
    waived = Waived("Legal wants it", "web@example.com", "2027-01-31")
    findings = [
        finding(evidence="old", state=State.EXISTING),
        finding(evidence="waived", waived=waived),
        finding(evidence="new", state=State.NEW),
        finding("x.open", outcome=Outcome.INCONCLUSIVE),
    ]
    (line,) = lines_of(findings)
    assert parsed(line)[2].endswith("new")


def test_a_run_without_findings_prints_nothing() -> None:
    assert lines_of([finding("a.b", outcome=Outcome.CRASHED, kind=Kind.SPEC)]) == []


def test_no_text_of_a_page_is_a_command_or_changes_one() -> None:
    for text in (*HOSTILE, *payloads("actions_log", "log_line", "terminal", "file_path")):
        lines = lines_of([finding(file=f"{text}.html", url="https://example.com/", message=text, evidence=text)])
        (line,) = (line for line in lines if line)
        command, properties, _ = parsed(line)
        assert (command, sorted(properties)) == ("error", ["file", "line", "title"])
        assert "##[" not in line
        rest = line.partition("::error ")[2].partition("::")[2]
        assert not any(runner_obeys(rest[place:]) for place in range(len(rest)))
        assert re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line) is None
