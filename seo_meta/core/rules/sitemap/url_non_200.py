from collections.abc import Iterator
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import listed_keys

MAX_MISSING = 1_000
"""A sitemap of so many addresses without a page is that of another build."""


@site_rules.register
class SitemapUrlNon200(SiteRule):
    id = "sitemap.url-non-200"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "A sitemap lists pages that do not exist"
    remedy = "Take the address out of the sitemap, or bring the page back."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = listed_keys(site)
        alive = set(site.files())
        for page in site.pages():
            if page.status < 400:
                alive.update(unpack(page.key))
            elif not listed.isdisjoint(unpack(page.key)):
                yield SiteFailure(page.id, f"The sitemap lists this page, which answers {page.status}.", page.url)
                alive.update(unpack(page.key))
        if site.inventory:
            yield from islice(_missing(site, listed - alive), MAX_MISSING)


def _missing(site: Site, missing: frozenset[int]) -> Iterator[SiteFailure]:
    """One failure for each address without a page, in the order of the sitemap."""
    told: set[int] = set()
    for entry in site.sitemap_entries() if missing else ():
        if entry.key and (key := unpack(entry.key)[0]) in missing and key not in told:
            told.add(key)
            yield SiteFailure(0, f"{entry.sitemap} lists this address, where there is no page.", entry.url)
