from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import needs_address


@site_rules.register
class SitemapUrlBlocked(SiteRule):
    id = "sitemap.url-blocked"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A sitemap lists pages that robots.txt forbids"
    remedy = "Take the page out of the sitemap, or allow Googlebot to fetch it."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps and site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        needs_address(site)
        blocked: dict[int, str] = {}
        allowed = 0
        for entry in site.sitemap_entries():
            if entry.key is None:
                continue
            if allows(site.robots.text, entry.url):
                allowed += 1
            else:
                blocked[unpack(entry.key)[0]] = entry.url
        if blocked and not allowed:
            yield SiteFailure(0, "robots.txt forbids Googlebot every page that the sitemaps list.", site.robots.url)
            return
        pages = {key: page.id for page in site.pages() for key in unpack(page.key) if key in blocked}
        for key, url in blocked.items():
            message = "The sitemap lists this address, which robots.txt forbids Googlebot to fetch."
            yield SiteFailure(pages.get(key, 0), message, url)
