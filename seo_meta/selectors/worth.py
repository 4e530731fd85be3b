"""Which pages are worth mending first."""

from collections import defaultdict

import msgspec

from seo_meta.core.findings import Severity
from seo_meta.core.search_console.export import Figures
from seo_meta.core.site import unpack
from seo_meta.core.topics.inlinks import read_inlinks
from seo_meta.core.worth import SEVERITY_WEIGHTS, click_rates, worth
from seo_meta.models import Page, Run, SearchStat

from .findings import FAILED, standings
from .stored_site import StoredSite


class Mendable(msgspec.Struct, frozen=True):
    """A page on which `rules` failed, with what it is worth to mend it."""

    id: int
    url: str
    key: bytes
    rules: frozenset[str]
    """Those whose failures count: waived ones ask for nothing."""
    worth: float
    worth_reason: str


def mendable_pages(run: Run, rules: frozenset[str]) -> list[Mendable]:
    """The pages of a run on which one of `rules` failed and is not waived: those that it is worth most to mend first,
    then by URL."""
    failed = _failed(run, rules)
    if not failed:
        return []
    figures = search_figures(run)
    rates = click_rates(figures.values()) if figures else None
    inlinks = read_inlinks(StoredSite(run)).followed
    found = []
    for id, url, packed in Page.objects.filter(run=run).order_by().values_list("pk", "url", "key").iterator():
        if id in failed:
            key = bytes(packed)
            known = worth(_worst(failed[id]), inlinks[unpack(key)[0]], figures.get(key), rates)
            names = frozenset(rule for rule, _ in failed[id])
            found.append(Mendable(id, url, key, names, known.value, known.reason))
    return sorted(found, key=lambda page: (-page.worth, page.url))


def search_figures(run: Run) -> dict[bytes, Figures]:
    """How the pages of a run's site did in search, by the key that they have in the run; empty before any import."""
    key = "folder_key" if run.clean_urls else "key"
    totals = SearchStat.objects.filter(site=run.site_id, query_hash="").order_by()
    figures: dict[bytes, Figures] = {}
    for packed, *of_page in totals.values_list(key, "clicks", "impressions", "position").iterator():
        figures.setdefault(bytes(packed), Figures()).add(*of_page)
    return figures


def _failed(run: Run, rules: frozenset[str]) -> dict[int, set[tuple[str, str]]]:
    """By page (rule, severity) of the failures that are not waived."""
    known = standings(run)
    failed: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = run.findings.filter(FAILED, page__isnull=False, rule__in=rules).order_by()
    if known.waivers is None:
        for page, rule, severity in rows.values_list("page_id", "rule", "severity").distinct().iterator():
            failed[page].add((rule, severity))
        return failed
    columns = ("page_id", "severity", "rule", "page__url", "page__file", "evidence", "fingerprint")
    for page, severity, *waived_by in rows.values_list(*columns).iterator():
        if not known.waived(*waived_by):
            failed[page].add((waived_by[0], severity))
    return failed


def _worst(failed: set[tuple[str, str]]) -> Severity:
    return max((Severity(severity) for _, severity in failed), key=SEVERITY_WEIGHTS.__getitem__)
