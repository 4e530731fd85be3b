from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapUnreachable(SiteRule):
    id = "sitemap.unreachable"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "A sitemap that is named somewhere cannot be read"
    remedy = "Publish the sitemap at this address, or take the address out of robots.txt or the sitemap index."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.state == "unreachable":
                named = "robots.txt" if file.declared else f"the sitemap index {file.parent}"
                yield SiteFailure(0, f"The sitemap that {named} names cannot be read: {file.error}.", file.url)
