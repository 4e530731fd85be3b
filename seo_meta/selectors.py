"""Reads that span models, for commands, API, admin, reports and plugins alike."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Collate

from .core import urls
from .core.audit import page_rules, site_rules
from .core.baseline import Baseline
from .core.findings import Kind, Outcome, Severity
from .core.policy import page_path
from .core.profile import Profile
from .core.report import Cluster, ReportedFinding, RuleChange, RuleCount, RunCount
from .core.site import SitemapEntry, SitemapFile, SitePage, TextFile, target_key, unpack
from .core.standing import Standings
from .core.types import Anchor, PageFacts
from .core.waivers import WaiverUse
from .errors import RunError
from .models import Finding, Page, Run, Site

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
SITE_PAGE = SitePage.__struct_fields__
FAILED = Q(outcome=Outcome.FAIL)

MIN_CLUSTER = 3
"""Pages from which one fault of a template is likelier than a fault of each."""
MAX_CLUSTERS = 100
MAX_HISTORY = 20
"""Runs in the history of a report: a few weeks of nights, and bars that can still be told apart."""


def find_run(id: int | None = None) -> Run:
    """The run with that id, or the latest finished one. Raises RunError when there is none."""
    runs = Run.objects.select_related("site")
    run = runs.filter(pk=id).first() if id is not None else runs.filter(state=Run.State.DONE).first()
    if run is None:
        wanted = f"There is no run {id}" if id is not None else "There is no finished run yet"
        raise RunError(f"{wanted}. Make one with: meta_auto SOURCE")
    return run


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
    worst = sorted(rows, key=lambda row: (_rank(row[1]), -row[3], row[0], row[4]))[:MAX_CLUSTERS]
    templates = run.read_pages.filter(template__in={row[2] for row in worst}).values_list("template")
    read = dict(templates.annotate(Count("id")).order_by())
    return tuple(
        Cluster(rule, Severity(severity), template, pages, read[template], tuple(examples))
        for rule, severity, template, pages, *examples in worst
    )


def _rank(severity: str) -> int:
    return list(Severity).index(Severity(severity))


def finished_runs(site: Site) -> QuerySet[Run]:
    """The runs of a site that were judged to their end, the latest first, with their failures at each severity."""
    failures = {
        severity.value: Count("findings", filter=Q(findings__outcome=Outcome.FAIL, findings__severity=severity))
        for severity in Severity
    }
    return site.runs.filter(state=Run.State.DONE).annotate(**failures)


def history(run: Run) -> tuple[RunCount, ...]:
    """The latest runs of the run's site up to this one, the oldest first; at most MAX_HISTORY."""
    columns = ("pk", "started_at", "complete", "pages", *(severity.value for severity in Severity))
    rows = finished_runs(run.site).filter(pk__lte=run.pk).order_by("-pk").values_list(*columns)[:MAX_HISTORY]
    counts = [
        RunCount(id, started_at, complete, pages, dict(zip(Severity, failures, strict=True)))
        for id, started_at, complete, pages, *failures in rows
    ]
    return tuple(reversed(counts))


def run_before(run: Run) -> Run | None:
    """The complete run of the same site and profile before this one, or None."""
    earlier = Run.objects.filter(site=run.site_id, state=Run.State.DONE, complete=True, pk__lt=run.pk)
    preview = Q(policy__profile=Profile.PREVIEW)
    # A run without a profile is one of production; `exclude` alone would leave it out.
    published = ~preview | Q(policy__profile__isnull=True)
    earlier = earlier.filter(preview if run.policy.get("profile") == Profile.PREVIEW else published)
    return earlier.select_related("site").order_by("-pk").first()


def compare_runs(run: Run, previous: Run) -> tuple[RuleChange, ...]:
    """What became of the failures of `previous`, rule by rule, the worst first. The database compares fingerprints.

    Raises RunError when the runs are of different sites or one was not judged to its end.
    """
    if run.site_id != previous.site_id:
        raise RunError(f"Run {run.pk} and run {previous.pk} are of different sites. Compare runs of one site.")
    for one in (run, previous):
        if one.state != Run.State.DONE:
            raise RunError(f"Run {one.pk} was not judged to its end. Do so with: seo_audit --run {one.pk}")
    now, before = _failures_against(run, previous), _failures_against(previous, run)
    changes = (_rule_change(rule, now.get(rule), before.get(rule), _can_tell(run, rule)) for rule in {**now, **before})
    return tuple(sorted(changes, key=lambda change: (_rank(change.severity), -change.new, change.rule)))


class _Failures(msgspec.Struct):
    """The failures of one rule in one run: those that only this run has, and those that the other has too."""

    rule: str
    severity: str
    own: int = 0
    common: int = 0
    versions: set[int] = msgspec.field(default_factory=set)


def _rule_change(rule: str, now: _Failures | None, before: _Failures | None, can_tell: bool) -> RuleChange:
    severity = (now or before or _Failures(rule, Severity.INFO)).severity
    now, before = now or _Failures(rule, severity), before or _Failures(rule, severity)
    if now.versions and before.versions and now.versions != before.versions:
        # Another version gives other fingerprints to the same faults: nothing is known to be new or fixed.
        return RuleChange(rule, Severity(severity), 0, now.own + now.common, 0, before.own)
    fixed = before.own if can_tell else 0
    return RuleChange(rule, Severity(severity), now.own, now.common, fixed, before.own - fixed)


def _failures_against(run: Run, other: Run) -> dict[str, _Failures]:
    # A set that the database makes once; asking anew for each finding would take quadratic time.
    shared = Q(fingerprint__in=other.findings.filter(FAILED).values("fingerprint"))
    rows = (
        run.findings.filter(FAILED)
        .values_list("rule", "rule_version", "severity")
        .annotate(own=Count("id", filter=~shared), common=Count("id", filter=shared))
        .order_by()
    )
    found: dict[str, _Failures] = {}
    for rule, version, severity, own, common in rows:
        failures = found.setdefault(rule, _Failures(rule, severity))
        failures.own += own
        failures.common += common
        failures.versions.add(version)
    return found


def _can_tell(run: Run, rule: str) -> bool:
    """Whether the silence of the rule in this run is a pass."""
    outcomes = run.outcomes.get(rule, {})
    undecided = outcomes.get(Outcome.INCONCLUSIVE, 0) + outcomes.get(Outcome.CRASHED, 0)
    return run.complete and bool(outcomes) and not undecided


def gating_findings(run: Run, severities: tuple[Severity, ...]) -> QuerySet[Finding]:
    """The failures that make a build fail at these severities: heuristics and reviews never do."""
    return run.findings.filter(outcome=Outcome.FAIL, severity__in=severities).exclude(
        Q(kind="heuristic") | Q(severity=Severity.REVIEW)
    )


def _as_published(page: SitePage, read: set[bytes]) -> SitePage:
    """A page of a preview as it will be: without its noindex, and standing for itself instead of for the real host."""
    indexable = page.indexable or (page.noindex and page.status == 200 and page.is_html)
    if page.self_canonical or bytes(page.canonical) in read:
        return msgspec.structs.replace(page, indexable=indexable, noindex=False)
    return msgspec.structs.replace(page, indexable=indexable, noindex=False, self_canonical=True, canonical=page.key)


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
        pages = (SitePage(*row) for row in rows.iterator(chunk_size=500))
        return pages if self._read_keys is None else (_as_published(page, self._read_keys) for page in pages)

    @cached_property
    def _read_keys(self) -> set[bytes] | None:
        """The keys of all pages of a preview; None for the site itself."""
        if self.run.policy.get("profile") != Profile.PREVIEW:
            return None
        return {bytes(key) for key in Page.objects.filter(run=self.run).values_list("key", flat=True).iterator()}

    def waivers(self) -> tuple[WaiverUse, ...]:
        uses: Counter[int] = Counter()
        known = standings(self.run).waivers
        if known is not None:
            failed = self.run.findings.filter(FAILED)
            mine = failed if known.rules is None else failed.filter(rule__in=known.rules)
            for rule, evidence, fingerprint, url, file in mine.values_list(*WAIVED_BY).iterator():
                path = page_path(url or self.base_url, self.base_url, file or "")
                uses.update(place for place, _ in known.fitting(rule, path, evidence, fingerprint))
        waivers = self.run.read_policy().waivers
        return tuple(WaiverUse(waiver, uses[place]) for place, waiver in enumerate(waivers))

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
        run = run_before(self.run)
        return StoredSite(run) if run else None

    def key(self, url: str) -> bytes | None:
        if not urls.in_scope(url, self.run.site.base_url):
            return None
        return target_key(url, clean_urls=self.run.clean_urls)
