"""A stored run as site rules see it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import cast

import msgspec
from django.db import connection

from seo_meta.core import urls
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.policy import page_path
from seo_meta.core.profile import Profile
from seo_meta.core.site import SitemapEntry, SitemapFile, SitePage, TextFile, target_key, unpack
from seo_meta.core.types import Anchor, PageFacts
from seo_meta.core.waivers import WaiverUse
from seo_meta.models import Page, Run
from seo_meta.models.page import unpack_facts, unpack_kept

from .external_links import external_targets, known_links, outbound_of
from .findings import FAILED, WAIVED_BY, standings
from .runs import run_before

SITE_PAGE = SitePage.__struct_fields__
MAX_KEPT_PAGES = 20_000
"""Up to so many pages are kept between the passes of a hundred rules: about 3 kB each."""


KNOWN_FOR = timedelta(days=30)
"""What an older check found out about another site's address is forgotten."""


def _as_published(page: SitePage, read: set[bytes]) -> SitePage:
    """A page of a preview as it will be: without its noindex, and standing for itself instead of for the real host."""
    indexable = page.indexable or (page.noindex and page.status == 200 and page.is_html)
    if page.self_canonical or bytes(page.canonical) in read:
        return msgspec.structs.replace(page, indexable=indexable, noindex=False)
    return msgspec.structs.replace(page, indexable=indexable, noindex=False, self_canonical=True, canonical=page.key)


class StoredSite:
    """A run as site rules see it (`core.site.Site`). A large one is streamed from the database at every pass."""

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
        return self._stream() if self.run.pages > MAX_KEPT_PAGES else iter(self._kept)

    @cached_property
    def _kept(self) -> list[SitePage]:
        return list(self._stream())

    def _stream(self) -> Iterator[SitePage]:
        rows = Page.objects.filter(run=self.run).order_by("url").values_list(*SITE_PAGE)
        pages = (SitePage(*row) for row in rows.iterator(chunk_size=500))
        return pages if self._read_keys is None else (_as_published(page, self._read_keys) for page in pages)

    @cached_property
    def _read_keys(self) -> set[bytes] | None:
        """The keys of all pages of a preview; None for the site itself."""
        if self.run.policy.get("profile") != Profile.PREVIEW:
            return None
        return {bytes(key) for key in Page.objects.filter(run=self.run).values_list("key", flat=True).iterator()}

    def outbound(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        return outbound_of(self.run)

    def external_links(self) -> Mapping[str, ExternalLink]:
        return self._external_links

    @cached_property
    def _external_links(self) -> dict[str, ExternalLink]:
        since = self.run.started_at - KNOWN_FOR
        rows = (row for _, row in known_links(external_targets(self.run)) if row is not None)
        return {row.url: row.read() for row in rows if row.checked_at >= since}

    def waivers(self) -> tuple[WaiverUse, ...]:
        return self._waiver_uses

    @cached_property
    def _waiver_uses(self) -> tuple[WaiverUse, ...]:
        """Counted once: only rules that come after all findings ask."""
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
        return unpack_kept(self._packed(page)).anchors

    def facts(self, page: int) -> PageFacts:
        return unpack_facts(self._packed(page))

    def _packed(self, page: int) -> bytes | memoryview:
        # Asked for each page with a broken link; the query set would take ten times as long.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT facts FROM {Page._meta.db_table} WHERE id = %s", [page])  # noqa: S608 - own name
            (packed,) = cursor.fetchone()
        return cast("bytes", packed)

    def previous(self) -> "StoredSite | None":
        run = run_before(self.run)
        return StoredSite(run) if run else None

    def key(self, url: str) -> bytes | None:
        if not urls.in_scope(url, self.run.site.base_url):
            return None
        return target_key(url, clean_urls=self.run.clean_urls)
