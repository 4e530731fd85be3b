from collections.abc import Iterator
from datetime import date, timedelta

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics import w3c_date
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapLastmodFuture(SiteRule):
    id = "sitemap.lastmod-future"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    timeless = False
    summary = "A sitemap has dates in the future"
    remedy = "Write the day of the last significant change, or no lastmod."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        # Somewhere it is tomorrow already.
        latest = date.fromisoformat(site.today) + timedelta(days=1)
        for sitemap, entries in by_sitemap(site):
            future = [entry for entry in entries if (w3c_date.read(entry.lastmod) or latest) > latest]
            if future:
                message = f"{len(future):,} dates in {sitemap} lie after the day of this run, {site.today}."
                yield SiteFailure(0, message, f"{future[0].lastmod} {future[0].url}")
