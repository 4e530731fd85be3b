from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.sitemap import MAX_URL_LENGTH, is_listable
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapLocTooLong(SiteRule):
    id = "sitemap.loc-too-long"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A sitemap lists addresses that are longer than it may list"
    remedy = "Give the page a shorter address, and list that."
    source = "https://www.sitemaps.org/protocol.html#locdef"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for sitemap, entries in by_sitemap(site):
            long = [entry.url for entry in entries if urls.is_http(entry.url) and not is_listable(entry.url)]
            if long:
                message = f"{len(long):,} addresses in {sitemap} have more than {MAX_URL_LENGTH:,} characters."
                yield SiteFailure(0, message, long[0])
