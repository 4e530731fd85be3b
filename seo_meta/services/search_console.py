"""Bring in how pages do in Google's results."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core import urls
from seo_meta.core.defang import clip, plain
from seo_meta.core.search_console.export import Export, Figures
from seo_meta.core.search_console.table import Unread
from seo_meta.core.site import target_key
from seo_meta.core.text import content_hash
from seo_meta.errors import SearchConsoleError
from seo_meta.models import Run, SearchStat, Site
from seo_meta.models.bulk import insert_rows
from seo_meta.sources.search_console import read_export

COLUMNS = (
    *("site_id", "url", "key", "folder_key", "query", "query_hash", "clicks", "impressions", "position"),
    *("period_start", "period_end", "imported_at"),
)
ROWS_AT_ONCE = 5_000
MAX_LISTED = 20
"""Sites that an error lists."""

Period = tuple[date | None, date | None]


class Imported(msgspec.Struct):
    """What an import did, in counts."""

    site: Site
    rows: int
    """All below the head of the tables."""
    unread: int
    shown: list[Unread]
    """The first of the unread rows."""
    pages: int
    queries: int
    """Pairs of a page and a query."""
    outside: list[str]
    """URLs that lie outside the site, sorted."""
    summed: int
    """Of the pages, those whose total is the sum of their queries."""
    period: Period
    run: Run | None
    """The latest finished one."""
    matched: int
    """Of the pages, those that this run has."""


def import_search_console(file: Path, site_url: str = "", period: Period = (None, None)) -> Imported:
    """Replace what is known of a site's pages in search by what the export says.

    Without `site_url` the site is that in which the export's URLs lie; without `period` the days are those that its
    tables name. Raises SearchConsoleError, and then nothing has changed.
    """
    export = read_export(file)
    found = export.urls()
    if not found:
        why = plain(f" {export.shown[0]}.") if export.shown else ""
        raise SearchConsoleError(f"{file.name} has no row that can be read.{why}")
    site = _site_of(found, site_url)
    inside = {url: export.total(url) for url in found if urls.in_scope(url, site.base_url)}
    if not inside:
        raise SearchConsoleError(f"{file.name} has no page of {site.base_url}, but for example {clip(min(found), 200)}")
    days = export.days
    period = period if any(period) or not days else (min(days), max(days))
    with transaction.atomic():
        # Two imports at once would both insert after they deleted the same rows.
        Site.objects.select_for_update().get(pk=site.pk)
        site.search_stats.all().delete()
        rows = _rows(site, export, inside, period, timezone.now())
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            insert_rows(SearchStat, COLUMNS, batch)
    run = site.runs.filter(state=Run.State.DONE).first()
    return Imported(
        site,
        export.rows,
        export.unread,
        export.shown,
        pages=len(inside),
        queries=sum(1 for _ in _queries(export, inside)),
        outside=sorted(found - inside.keys()),
        summed=sum(url not in export.pages for url in inside),
        period=period,
        run=run,
        matched=_matched(run, inside) if run else 0,
    )


def _rows(site: Site, export: Export, totals: dict[str, Figures], period: Period, now: datetime) -> Iterator[Any]:
    """The rows of `SearchStat`: pages by impressions, and then their queries."""
    pages = ((url, "", totals[url]) for url in sorted(totals, key=lambda url: (-totals[url].impressions, url)))
    for part in (pages, _queries(export, totals)):
        for url, query, of in part:
            keys = (target_key(url, clean_urls=False), target_key(url, clean_urls=True))
            known = (query, content_hash(query), of.clicks, of.impressions, of.position)
            yield (site.pk, url, *keys, *known, *period, now)


def _queries(export: Export, totals: dict[str, Figures]) -> Iterator[tuple[str, str, Figures]]:
    for url, queries in export.queries.items():
        if url in totals:
            yield from ((url, query, figures) for query, figures in queries.items() if query)


def _matched(run: Run, totals: dict[str, Figures]) -> int:
    known = {bytes(key) for key in run.read_pages.values_list("key", flat=True).iterator()}
    return sum(target_key(url, clean_urls=run.clean_urls) in known for url in totals)


def _site_of(found: set[str], site_url: str) -> Site:
    """Raises SearchConsoleError, listing the sites, when it is not one."""
    sites = {site.base_url: site for site in Site.objects.all()}
    if site_url:
        wanted = next((url for url in (site_url, f"{site_url}/") if url in sites), None)
        if wanted is None:
            raise SearchConsoleError(f"There is no site {site_url}. {_listing(list(sites))}")
        return sites[wanted]
    counts = Counter(base for url in found for base in sites if urls.in_scope(url, base))
    if not counts:
        raise SearchConsoleError(
            f"No known site has the pages of the export, like {clip(min(found), 200)}. {_listing(list(sites))}"
        )
    if len(counts) > 1:
        listed = [f"{base} ({count:,} of {len(found):,} pages)" for base, count in counts.most_common()]
        raise SearchConsoleError(
            f"The pages of the export lie in several sites; name one with --site. {_listing(listed)}"
        )
    return sites[next(iter(counts))]


def _listing(sites: list[str]) -> str:
    if not sites:
        return "No site is known yet. Read one first with: meta_auto SOURCE"
    more = f" and {len(sites) - MAX_LISTED:,} more" if len(sites) > MAX_LISTED else ""
    return f"Known: {', '.join(sites[:MAX_LISTED])}{more}"
