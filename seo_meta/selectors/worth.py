"""Which pages are worth mending first."""

from typing import NamedTuple

from django.db.models import QuerySet

from seo_meta.core.findings import Severity
from seo_meta.core.search_console.export import Figures
from seo_meta.core.site import unpack
from seo_meta.core.topics.inlinks import read_inlinks
from seo_meta.core.worth import SEVERITY_WEIGHTS, click_rates, worth
from seo_meta.models import Finding, Page, Run, SearchStat

from .findings import FAILED, standings
from .stored_site import StoredSite


class PageWorth(NamedTuple):
    page: int
    worth: float
    reason: str


def page_worths(run: Run, rules: frozenset[str] | None = None) -> list[PageWorth]:
    """The pages of a run on which one of `rules`, or any rule, failed and is not waived: the most valuable to mend
    first, then by URL. The value of a proposal is that times `core.worth.CONFIDENCE_WEIGHTS`."""
    worst = _worst_severities(run, rules)
    if not worst:
        return []
    figures = search_figures(run)
    rates = click_rates(figures.values()) if figures else None
    inlinks = read_inlinks(StoredSite(run)).followed
    found = []
    for page, url, packed in Page.objects.filter(run=run).order_by().values_list("pk", "url", "key").iterator():
        if page in worst:
            key = bytes(packed)
            known = worth(worst[page], inlinks[unpack(key)[0]], figures.get(key), rates)
            found.append((-known.value, url, PageWorth(page, known.value, known.reason)))
    return [page_worth for *_, page_worth in sorted(found)]


def search_figures(run: Run) -> dict[bytes, Figures]:
    """How the pages of a run's site did in search, by the key that they have in the run; empty before any import."""
    key = "folder_key" if run.clean_urls else "key"
    totals = SearchStat.objects.filter(site=run.site_id, query_hash="").order_by()
    figures: dict[bytes, Figures] = {}
    for packed, *of_page in totals.values_list(key, "clicks", "impressions", "position").iterator():
        figures.setdefault(bytes(packed), Figures()).add(*of_page)
    return figures


def _worst_severities(run: Run, rules: frozenset[str] | None) -> dict[int, Severity]:
    """By page, of the failures that are not waived."""
    failed = run.findings.filter(FAILED, page__isnull=False).order_by()
    if rules is not None:
        failed = failed.filter(rule__in=rules)
    worst: dict[int, Severity] = {}
    for page, severity in _unwaived(run, failed):
        known = worst.get(page)
        if known is None or SEVERITY_WEIGHTS[Severity(severity)] > SEVERITY_WEIGHTS[known]:
            worst[page] = Severity(severity)
    return worst


def _unwaived(run: Run, failed: QuerySet[Finding]) -> set[tuple[int, str]]:
    """(page, severity) pairs."""
    known = standings(run)
    if known.waivers is None:
        return set(failed.values_list("page_id", "severity").distinct())
    rows = failed.values_list("page_id", "severity", "rule", "page__url", "page__file", "evidence", "fingerprint")
    return {(page, severity) for page, severity, *waived_by in rows.iterator() if not known.waived(*waived_by)}
