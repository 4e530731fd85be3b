"""The data inside report.html: the findings, small enough that the page opens at once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import msgspec

from seo_meta.core import defang
from seo_meta.core.findings import Outcome
from seo_meta.core.report import Report, ReportedFinding, RuleCount

MAX_FINDINGS = 20_000
"""Findings in the page: about 3 MB, which opens at once."""

# Characters that end a script element or a line of JavaScript.
SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


class Listing(msgspec.Struct):
    """The findings as the page lists them, small: rules and pages are named by their place in a list.

    `pages` are [URL, file] and `findings` [rule, page, line, message, evidence]; page -1 is the site as a whole.
    """

    rules: list[dict[str, Any]]
    pages: list[tuple[str, str]] = []
    findings: list[tuple[int, int, int | None, str, str]] = []


def findings_per_rule(counts: Sequence[int], room: int | None = None) -> int:
    """How many findings of each rule may be listed so that rare rules are listed whole and all fit `room`.

    Without `room` they fit MAX_FINDINGS.
    """
    room = MAX_FINDINGS if room is None else room
    caps = range(room + 1)
    return bisect_right(caps, room, key=lambda cap: sum(min(count, cap) for count in counts)) - 1


def first_of_each_rule(findings: Iterable[ReportedFinding], cap: int) -> Iterator[ReportedFinding]:
    """The failures among the findings, at most `cap` of a rule."""
    seen: Counter[str] = Counter()
    for finding in findings:
        if finding.outcome is Outcome.FAIL:
            seen[finding.rule] += 1
            if seen[finding.rule] <= cap:
                yield finding


def list_findings(report: Report, findings: Iterable[ReportedFinding], cap: int) -> tuple[Listing, dict[str, str]]:
    """(the listing, why rules were left open), with at most `cap` findings of a rule."""
    listing = Listing([_listed_rule(rule) for rule in report.rules])
    rules = {rule.rule: place for place, rule in enumerate(report.rules)}
    pages: dict[tuple[str, str], int] = {}
    seen: Counter[str] = Counter()
    reasons: dict[str, str] = {}
    for finding in findings:
        if finding.outcome is Outcome.INCONCLUSIVE:
            reasons.setdefault(finding.rule, defang.visible(finding.message))
            continue
        seen[finding.rule] += 1
        if seen[finding.rule] > cap:
            continue
        page = (defang.visible(finding.url or ""), defang.visible(finding.file or ""))
        place = pages.setdefault(page, len(pages)) if finding.url else -1
        texts = (defang.visible(finding.message), defang.visible(finding.evidence))
        listing.findings.append((rules[finding.rule], place, finding.line, *texts))
    listing.pages = list(pages)
    listing.findings.sort(key=itemgetter(0))  # worst rules first, as in the report
    return listing, reasons


def _listed_rule(rule: RuleCount) -> dict[str, Any]:
    texts = {name: getattr(rule, name) for name in ("rule", "severity", "summary", "remedy")}
    return {**texts, "found": rule.findings + rule.crashed}


def script_json(value: object) -> str:
    """`value` as JSON that cannot end the script element around it."""
    return msgspec.json.encode(value).decode().translate(SCRIPT_ESCAPES)
