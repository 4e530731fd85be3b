from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import listed_keys


@site_rules.register
class SitemapUrlNoindex(SiteRule):
    id = "sitemap.url-noindex"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A sitemap lists pages that forbid indexing"
    remedy = "Take the page out of the sitemap, or drop its noindex."
    source = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = listed_keys(site)
        for page in site.pages():
            if page.status == 200 and page.noindex and not listed.isdisjoint(unpack(page.key)):
                yield SiteFailure(page.id, "The sitemap asks to index this page, and its noindex forbids it.", page.url)
