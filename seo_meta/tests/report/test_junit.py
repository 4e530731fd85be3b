import io
from typing import Any

import pytest
from lxml import etree

from seo_meta.core.baseline import State
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.waivers import Waived
from seo_meta.report import junit
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import finding, report, written


def suites_of(findings: Any, **run: object) -> list[Any]:
    root = etree.fromstring(written(junit.write, findings, **run).encode(), etree.XMLParser(no_network=True))
    assert root.tag == "testsuites"
    return list(root)


def test_a_rule_is_a_suite_and_a_page_a_case() -> None:
    findings = [finding(file="a.html", line=2), finding(file="a.html", line=9), finding(file="b.html")]
    (suite,) = suites_of(findings, source_root="public")
    counts = {name: suite.get(name) for name in ("name", "tests", "failures", "errors", "skipped")}
    assert counts == {"name": "title.missing", "tests": "2", "failures": "2", "errors": "0", "skipped": "0"}
    case = suite[0]
    assert dict(case.attrib) == {"classname": "title.missing", "name": "a.html", "file": "public/a.html"}
    assert dict(case[0].attrib) == {"message": "There is no <title> element.", "type": "error"}
    message = "There is no <title> element."
    assert case[0].text.splitlines() == [f"a.html:2: {message}", f"a.html:9: {message}"]


@pytest.mark.parametrize(
    ("about", "tag"),
    [
        ({}, "failure"),
        ({"severity": Severity.WARNING}, "failure"),
        ({"state": State.NEW}, "failure"),
        ({"severity": Severity.INFO}, "skipped"),
        ({"severity": Severity.REVIEW}, "skipped"),
        ({"kind": Kind.HEURISTIC}, "skipped"),
        ({"state": State.EXISTING}, "skipped"),
        ({"waived": Waived("Legal wants it", "web@example.com", "2027-01-31")}, "skipped"),
        ({"outcome": Outcome.INCONCLUSIVE}, "skipped"),
        ({"outcome": Outcome.CRASHED}, "error"),
    ],
)
def test_what_may_fail_a_build_is_a_failure(about: dict[str, Any], tag: str) -> None:
    (suite,) = suites_of([finding(**about)])
    assert [result.tag for result in suite[0]] == [tag]
    assert suite.get({"failure": "failures", "error": "errors"}.get(tag, tag)) == "1"


def test_a_page_with_one_failure_fails() -> None:
    findings = [finding(state=State.EXISTING), finding(state=State.NEW, line=9)]
    assert suites_of(findings)[0][0][0].tag == "failure"


def test_a_finding_about_the_site_is_a_case_of_its_own() -> None:
    (suite,) = suites_of([finding("link.orphan", file=None, line=None), finding("link.orphan", "a.html")])
    assert [case.get("name") for case in suite] == ["The whole site", "a.html"]


def test_a_run_without_findings_has_no_suites() -> None:
    assert suites_of([]) == []


def test_a_suite_larger_than_the_memory_for_it_is_whole(monkeypatch) -> None:
    monkeypatch.setattr(junit, "MAX_IN_MEMORY", 100)
    (suite,) = suites_of([finding(file=f"{number:03}.html") for number in range(300)])
    assert (suite.get("tests"), len(suite)) == ("300", 300)


def test_a_suite_is_written_before_the_next_one_comes() -> None:
    file = io.BytesIO()

    def findings() -> Any:
        yield finding("a.first")
        yield finding("b.second")
        assert b'name="a.first"' in file.getvalue()

    junit.write(report([]), findings(), file)


def test_hostile_text_stays_text() -> None:
    for text in (*HOSTILE, *payloads("admin_html", "terminal", "log_line"), "\ufffe\uffff\x00\x1b"):
        (suite,) = suites_of([finding(file=f"{text}.html", message=text, evidence=text)])
        assert [element.tag for element in suite.iter()] == ["testsuite", "testcase", "failure"]
        assert len(suite[0][0].get("message").splitlines()) <= 1
