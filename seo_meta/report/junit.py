"""report.junit.xml: a test suite for each rule that found something, with a test case for each page.

There is no standard; this is the part that Jenkins, GitLab and their like have in common
(https://github.com/testmoapp/junitxml). What may fail a build is a failure and a rule that crashed an error; everything
else, and what a waiver or the baseline covers, is a skipped test.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

from seo_meta.core import defang
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.report import Report, ReportedFinding, in_repository, place

MAX_IN_MEMORY = 2**20
"""Bytes of one suite; a larger one waits in a temporary file, since its counts stand before its cases."""
NOT_XML = re.compile(r"[\ufffe\uffff]")
TAGS = ("failure", "error", "skipped")
"""What a test case may come to, the worst first."""


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """Write the suites in the order of rule ids."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="SiteAgent">\n')
    for rule, of_rule in groupby(findings, key=lambda finding: finding.rule):
        _write_suite(report, rule, of_rule, file)
    file.write(b"</testsuites>\n")


def _write_suite(report: Report, rule: str, findings: Iterator[ReportedFinding], file: BinaryIO) -> None:
    counts = dict.fromkeys(TAGS, 0)
    with SpooledTemporaryFile(MAX_IN_MEMORY) as cases:
        for _, of_page in groupby(findings, key=lambda finding: finding.url):
            found = list(of_page)
            tags = set(map(_tag, found))
            tag = next(tag for tag in TAGS if tag in tags)
            counts[tag] += 1
            cases.write(_case(report, rule, tag, found).encode())
        numbers = {"tests": sum(counts.values()), "failures": counts["failure"], "errors": counts["error"]}
        started = report.run.started_at.isoformat(timespec="seconds")
        attributes = _attributes(name=rule, **numbers, skipped=counts["skipped"], timestamp=started)
        file.write(f"<testsuite{attributes}>\n".encode())
        cases.seek(0)
        file.writelines(cases)
    file.write(b"</testsuite>\n")


def _tag(finding: ReportedFinding) -> str:
    if finding.outcome is Outcome.CRASHED:
        return "error"
    gates = finding.severity in (Severity.ERROR, Severity.WARNING) and finding.kind is not Kind.HEURISTIC
    return "failure" if finding.outcome is Outcome.FAIL and finding.counts and gates else "skipped"


def _case(report: Report, rule: str, tag: str, findings: list[ReportedFinding]) -> str:
    first = findings[0]
    name = place(first.url, first.file, None) or "The whole site"
    file = {"file": in_repository(report, first.file)} if first.file else {}
    lines = "\n".join(_text(_line(finding)) for finding in findings)
    result = _attributes(message=first.message, type=first.severity.value)
    return (
        f"<testcase{_attributes(classname=rule, name=name, **file)}>"
        f"<{tag}{result}>{escape(lines, quote=False)}</{tag}></testcase>\n"
    )


def _line(finding: ReportedFinding) -> str:
    where = place(finding.url, finding.file, finding.line)
    return ": ".join(filter(None, (where, finding.message, finding.evidence)))


def _attributes(**values: object) -> str:
    return "".join(f' {name}="{escape(_text(str(value)))}"' for name, value in values.items())


def _text(text: str) -> str:
    """One line without the characters that XML 1.0 has no way to write (section 2.2)."""
    return NOT_XML.sub("\ufffd", defang.visible(text))
