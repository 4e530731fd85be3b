from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapMissing(SiteRule):
    id = "sitemap.missing"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "A large site has no sitemap"
    remedy = "Have the site's generator write a sitemap, and name it in robots.txt."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.sitemaps:
            return
        pages = sum(page.indexable and page.self_canonical for page in site.pages())
        if pages > limits.sitemap_wanted_pages:
            message = f"No sitemap was found for the {pages:,} pages of the site."
            yield SiteFailure(0, message, f"{site.base_url}sitemap.xml")
