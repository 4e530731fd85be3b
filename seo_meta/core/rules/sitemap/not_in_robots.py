from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapNotInRobots(SiteRule):
    id = "sitemap.not-in-robots"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "robots.txt does not name the sitemap"
    remedy = "Add a line Sitemap: with the whole address of the sitemap to robots.txt."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if not site.robots.url.startswith(site.base_url):
            raise Inconclusive("The site lies below the root of its host, whose robots.txt was not read.")
        for file in site.sitemaps:
            if not file.declared and not file.parent:
                message = "Search engines to which nobody submitted the sitemap find it only through robots.txt."
                yield SiteFailure(0, message, file.url)
