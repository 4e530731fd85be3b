from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapTooManyUrls(SiteRule):
    id = "sitemap.too-many-urls"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A sitemap has more than 50,000 entries"
    remedy = "Split the sitemap, and list the parts in a sitemap index."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.entries > limits.sitemap_max_urls:
                message = f"The sitemap has more than {limits.sitemap_max_urls:,} entries; the rest is not read."
                yield SiteFailure(0, message, file.url)
