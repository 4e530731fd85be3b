from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapTooBig(SiteRule):
    id = "sitemap.too-big"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A sitemap is larger than 50 MB"
    remedy = "Split the sitemap, and list the parts in a sitemap index."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.byte_size > limits.sitemap_max_bytes:
                message = f"Uncompressed the sitemap is larger than {limits.sitemap_max_bytes:,} bytes."
                yield SiteFailure(0, message, file.url)
