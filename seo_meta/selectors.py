"""Reads that span models, for commands, API, admin, reports and plugins alike."""

from collections.abc import Iterator
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Collate

from .core import urls
from .core.audit import page_rules, site_rules
from .core.findings import Kind, Outcome, Severity
from .core.report import ReportedFinding, RuleCount
from .core.site import SitemapEntry, SitemapFile, SitePage, TextFile, target_key, unpack
from .core.types import Anchor, PageFacts
from .errors import RunError
from .models import Finding, Page, Run

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
)
SITE_PAGE = SitePage.__struct_fields__


def find_run(id: int | None = None) -> Run:
    """The run with that id, or the latest finished one. Raises RunError when there is none."""
    runs = Run.objects.select_related("site")
    run = runs.filter(pk=id).first() if id is not None else runs.filter(state=Run.State.DONE).first()
    if run is None:
        wanted = f"There is no run {id}" if id is not None else "There is no finished run yet"
        raise RunError(f"{wanted}. Make one with: meta_auto SOURCE")
    return run


def reported_findings(run: Run) -> Iterator[ReportedFinding]:
    """The findings of a run as reports show them, in an order that depends on nothing but the input; streamed."""
    return (_reported(*row) for row in _in_report_order(run.findings.all()).iterator())


def _in_report_order(findings: QuerySet[Finding]) -> QuerySet[Finding, tuple[Any, ...]]:
    # By bytes whatever the collation of the database, so that two databases give the same report.
    collation = "C" if connection.vendor == "postgresql" else "BINARY"
    url, line = Collate("page__url", collation), F("line")
    order = (Collate("rule", collation), url.asc(nulls_first=True), line.asc(nulls_first=True), "fingerprint")
    return findings.order_by(*order).values_list(*REPORTED)


def _reported(
    rule: str, kind: str, severity: str, outcome: str, url: str | None, file: str | None, *rest: Any
) -> ReportedFinding:
    return ReportedFinding(rule, Kind(kind), Severity(severity), Outcome(outcome), url, file or None, *rest)


def rule_counts(run: Run) -> tuple[RuleCount, ...]:
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
    return tuple(_rule_count(run, *count) for count in ordered)


def _rule_count(run: Run, id: str, kind: str, severity: str, findings: int, pages: int, crashed: int) -> RuleCount:
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
        example=next((_reported(*row) for row in _in_report_order(failed)[:1]), None),
    )


def severity_counts(run: Run) -> dict[Severity, int]:
    """How many findings failed at each severity; every severity is named."""
    failed = dict(run.findings.filter(outcome=Outcome.FAIL).values_list("severity").annotate(Count("id")))
    return {severity: failed.get(severity.value, 0) for severity in Severity}


def gating_findings(run: Run, severities: tuple[Severity, ...]) -> QuerySet[Finding]:
    """The failures that make a build fail at these severities: heuristics and reviews never do."""
    return run.findings.filter(outcome=Outcome.FAIL, severity__in=severities).exclude(
        Q(kind="heuristic") | Q(severity=Severity.REVIEW)
    )


class StoredSite:
    """A run as site rules see it (`core.site.Site`): every pass streams from the database."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.base_url = run.site.base_url
        self.today = run.started_at.date().isoformat()
        self.complete = run.complete
        self.filtered = run.filtered
        self.inventory = run.kind == Run.Kind.FOLDER
        self.home = target_key(run.site.base_url, clean_urls=run.clean_urls)
        self.robots = msgspec.convert(run.robots, TextFile)
        self.llms = msgspec.convert(run.llms, TextFile)
        self.sitemaps = msgspec.convert(run.sitemaps, tuple[SitemapFile, ...])

    def pages(self) -> Iterator[SitePage]:
        rows = Page.objects.filter(run=self.run).order_by("url").values_list(*SITE_PAGE)
        return (SitePage(*row) for row in rows.iterator(chunk_size=500))

    def sitemap_entries(self) -> Iterator[SitemapEntry]:
        rows = self.run.sitemap_entries.values_list("sitemap", "url", "lastmod").iterator(chunk_size=2000)
        return (SitemapEntry(sitemap, url, self.key(url), lastmod) for sitemap, url, lastmod in rows)

    def files(self) -> frozenset[int]:
        return frozenset(unpack(bytes(self.run.files)))

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        return Page.objects.only("facts").get(pk=page).read_anchors()

    def facts(self, page: int) -> PageFacts:
        return Page.objects.only("facts").get(pk=page).read_facts()

    def previous(self) -> "StoredSite | None":
        earlier = Run.objects.filter(site=self.run.site, state=Run.State.DONE, complete=True, pk__lt=self.run.pk)
        run = earlier.select_related("site").first()
        return StoredSite(run) if run else None

    def key(self, url: str) -> bytes | None:
        if not urls.in_scope(url, self.run.site.base_url):
            return None
        return target_key(url, clean_urls=self.run.clean_urls)
