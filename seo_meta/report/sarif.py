"""report.sarif: SARIF 2.1.0 for code scanning, one result a failure.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
What GitHub reads of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from seo_meta.core import defang, urls
from seo_meta.core.baseline import State
from seo_meta.core.findings import Kind, Severity
from seo_meta.core.report import Report, ReportedFinding, RuleCount, in_repository

from .listing import findings_per_rule, first_of_each_rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MAX_RESULTS = 25_000
"""GitHub rejects a run with more as a whole, and shows the worst 5,000."""
LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
    Severity.REVIEW: "note",
}
BASELINE_STATES = {State.NEW: "new", State.EXISTING: "unchanged"}
PRECISION = {Kind.SPEC: "very-high", Kind.DOCUMENTED: "high", Kind.HEURISTIC: "medium"}
SITE_FILE = "siteagent.toml"
"""Stands for what is no file of the repository, a live page or the site: GitHub drops a result without a file."""


def write(report: Report, findings: Iterable[ReportedFinding], file: BinaryIO) -> None:
    """One result a line, written as it comes; of a huge run the first of each rule, which a notification says."""
    encode = msgspec.json.Encoder().encode
    counts: Counter[str] = Counter()
    for rule in report.rules:  # a rule stands there once for each severity that it has on some page
        counts[rule.rule] += rule.findings
    cap = findings_per_rule(list(counts.values()), MAX_RESULTS)
    places = {rule: place for place, rule in enumerate(counts)}
    described = {rule.rule: _rule(rule) for rule in reversed(report.rules)}
    driver = {
        "name": "SiteAgent",
        "semanticVersion": report.run.version,
        "rules": [described[rule] for rule in places],
    }
    invocation = {
        "executionSuccessful": report.run.complete and not any(rule.crashed for rule in report.rules),
        "toolExecutionNotifications": list(_notifications(report, counts, cap)),
    }
    file.write(b'{"$schema":%b,"version":"2.1.0","runs":[{\n' % encode(SCHEMA))
    file.write(b'"tool":%b,\n' % encode({"driver": driver}))
    file.write(b'"invocations":%b,\n' % encode([invocation]))
    file.write(b'"columnKind":"unicodeCodePoints","results":[')
    separator = b"\n"
    for finding in first_of_each_rule(findings, cap):
        file.write(separator + encode(_result(report, finding, places[finding.rule])))
        separator = b",\n"
    file.write(b"\n]}]}\n")


def _rule(rule: RuleCount) -> dict[str, Any]:
    level = LEVELS[rule.severity]
    summary = rule.summary or rule.rule
    descriptor = {
        "id": rule.rule,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": f"{summary}. {rule.remedy}".strip()},
        "help": {"text": rule.remedy or summary},
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["seo", rule.rule.partition(".")[0]],
            "precision": PRECISION[rule.kind],
            "problem.severity": "recommendation" if level == "note" else level,
        },
    }
    return {**descriptor, "helpUri": rule.source} if urls.is_http(rule.source) else descriptor


def _notifications(report: Report, counts: Mapping[str, int], cap: int) -> Iterator[dict[str, Any]]:
    """What kept the tool from judging everything, and what this file leaves out."""
    run = report.run
    if not run.complete:
        yield _notification("warning", f"The run is partial: {run.why_partial}. What was not read was not judged.")
    for rule in report.rules:
        if rule.crashed:
            yield _notification("error", f"The rule {rule.rule} crashed on {rule.crashed:,} pages.")
    for id, count in counts.items():
        if count > cap:
            yield _notification("note", f"Of {id} the first {cap:,} of {count:,} findings are here.")


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _text(text)}}


def _result(report: Report, finding: ReportedFinding, place: int) -> dict[str, Any]:
    known = finding.evidence in finding.message or finding.evidence == finding.url
    shown = finding.message if known else f"{finding.message} ({finding.evidence})"
    return {
        **_standing(finding),
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": LEVELS[finding.severity],
        "message": {"text": _text(shown)},
        "locations": [_location(report, finding)],
        # The name that GitHub looks for; ours keeps its value when the line moves.
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
    }


def _standing(finding: ReportedFinding) -> dict[str, Any]:
    """What the baseline and the waivers say of it; nothing when they say nothing."""
    standing: dict[str, Any] = {}
    if finding.state in BASELINE_STATES:
        standing["baselineState"] = BASELINE_STATES[finding.state]
    if waived := finding.waived:
        reason = f"{waived.reason} ({waived.owner}, until {waived.expires})"
        standing["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return standing


def _location(report: Report, finding: ReportedFinding) -> dict[str, Any]:
    """The file from the root of the repository, with the URL as the logical place. GitHub needs a line."""
    path = in_repository(report, finding.file) if finding.file else SITE_FILE
    # File names that are no UTF-8 come as lone surrogates.
    uri = quote(path.encode("utf-8", "surrogateescape"), safe="/")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": finding.line if finding.file and finding.line else 1},
        },
        "logicalLocations": [
            {"fullyQualifiedName": defang.visible(finding.url or report.run.base_url), "kind": "resource"}
        ],
    }


def _text(text: str) -> str:
    """`text` without the links that SARIF messages may hold, `[label](target)` (SARIF 2.1.0, 3.11.6)."""
    return defang.visible(text).replace("](", f"]{defang.WORD_JOINER}(")
