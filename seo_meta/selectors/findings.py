"""The findings of one run, as reports and gates need them."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Collate

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.baseline import Baseline
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.report import Cluster, ReportedFinding, RuleCount
from seo_meta.core.standing import Standings
from seo_meta.models import Finding, Run

REPORTED = (
    "rule",
    "kind",
    "severity",
    "outcome",
    "page__url",
    "page__file",
    "line",
    "message",
    "evidence",
    "fingerprint",
    "rule_version",
)
WAIVED_BY = ("rule", "evidence", "fingerprint", "page__url", "page__file")
FAILED = Q(outcome=Outcome.FAIL)

MIN_CLUSTER = 3
"""Pages from which one fault of a template is likelier than a fault of each."""
MAX_CLUSTERS = 100


def worst_severities(run: Run) -> dict[int, Severity]:
    """By page, the severity of its worst failure; pages without one are absent."""
    order = list(Severity)
    worst: dict[int, Severity] = {}
    rows = run.findings.filter(FAILED, page__isnull=False).values_list("page", "severity").distinct()
    for page, severity in rows.iterator():
        worst[page] = min(worst.get(page, order[-1]), Severity(severity), key=order.index)
    return worst


def standings(run: Run, baseline: Baseline | None = None) -> Standings:
    """What the waivers of a run, and the baseline, make of its findings."""
    return Standings(run.read_policy(), run.site.base_url, run.started_at.date().isoformat(), baseline)


def reported_findings(run: Run, baseline: Baseline | None = None) -> Iterator[ReportedFinding]:
    """The findings of a run as reports show them, in an order that depends on nothing but the input; streamed."""
    known = standings(run, baseline)
    return (_reported(known, *row) for row in _in_report_order(run.findings.all()).iterator())


def _in_report_order(findings: QuerySet[Finding]) -> QuerySet[Finding, tuple[Any, ...]]:
    url, line = _by_bytes("page__url"), F("line")
    order = (_by_bytes("rule"), url.asc(nulls_first=True), line.asc(nulls_first=True), "fingerprint")
    return findings.order_by(*order).values_list(*REPORTED)


def _by_bytes(column: str) -> Collate:
    """The column by bytes whatever the collation of the database, so that two databases give the same report."""
    return Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")


def _reported(
    known: Standings,
    rule: str,
    kind: str,
    severity: str,
    outcome: str,
    url: str | None,
    file: str | None,
    line: int | None,
    message: str,
    evidence: str,
    fingerprint: str,
    version: int,
) -> ReportedFinding:
    return ReportedFinding(
        rule,
        Kind(kind),
        Severity(severity),
        Outcome(outcome),
        url,
        file or None,
        line,
        message,
        evidence,
        fingerprint,
        known.state(rule, version, Outcome(outcome), fingerprint),
        known.waived(rule, url, file, evidence, fingerprint) if outcome == Outcome.FAIL else None,
    )


def rule_counts(run: Run, baseline: Baseline | None = None) -> tuple[RuleCount, ...]:
    """The rules that failed or crashed in this run, worst and commonest first."""
    failed, crashed = Q(outcome=Outcome.FAIL), Q(outcome=Outcome.CRASHED)
    counts = (
        run.findings.filter(failed | crashed)
        .values_list("rule", "kind", "severity")
        .annotate(
            failures=Count("id", filter=failed),
            pages=Count("page", filter=failed, distinct=True),
            crashes=Count("id", filter=crashed),
        )
    )
    ranks = {severity.value: rank for rank, severity in enumerate(Severity)}
    ordered = sorted(counts, key=lambda count: (ranks[count[2]], -count[3], count[0]))
    known = standings(run, baseline)
    return tuple(_rule_count(run, known, *count) for count in ordered)


def _rule_count(
    run: Run, known: Standings, id: str, kind: str, severity: str, findings: int, pages: int, crashed: int
) -> RuleCount:
    rule = next((rules[id] for rules in (page_rules, site_rules) if id in rules), None)
    failed = run.findings.filter(rule=id, outcome=Outcome.FAIL)
    return RuleCount(
        rule=id,
        kind=Kind(kind),
        severity=Severity(severity),
        summary=rule.summary if rule else "",
        remedy=rule.remedy if rule else "",
        source=rule.source if rule else "",
        findings=findings,
        pages=pages,
        crashed=crashed,
        example=next((_reported(known, *row) for row in _in_report_order(failed)[:1]), None),
    )


def severity_counts(run: Run) -> dict[Severity, int]:
    """How many findings failed at each severity; every severity is named."""
    failed = dict(run.findings.filter(outcome=Outcome.FAIL).values_list("severity").annotate(Count("id")))
    return {severity: failed.get(severity.value, 0) for severity in Severity}


def clusters(run: Run) -> tuple[Cluster, ...]:
    """Where a rule failed on several pages of one template, the worst and largest first; at most MAX_CLUSTERS."""
    url = _by_bytes("page__url")
    rows = (
        run.findings.filter(FAILED, page__isnull=False)
        .exclude(page__template="")
        .values_list("rule", "severity", "page__template")
        .annotate(pages=Count("page", distinct=True), first=Min(url), last=Max(url))
        .filter(pages__gte=MIN_CLUSTER)
    )
    worst = sorted(rows, key=lambda row: (rank(row[1]), -row[3], row[0], row[4]))[:MAX_CLUSTERS]
    templates = run.read_pages.filter(template__in={row[2] for row in worst}).values_list("template")
    read = dict(templates.annotate(Count("id")).order_by())
    return tuple(
        Cluster(rule, Severity(severity), template, pages, read[template], tuple(examples))
        for rule, severity, template, pages, *examples in worst
    )


def rank(severity: str) -> int:
    return list(Severity).index(Severity(severity))


def gating_findings(run: Run, severities: tuple[Severity, ...]) -> QuerySet[Finding]:
    """The failures that make a build fail at these severities: heuristics and reviews never do."""
    return run.findings.filter(outcome=Outcome.FAIL, severity__in=severities).exclude(
        Q(kind="heuristic") | Q(severity=Severity.REVIEW)
    )
