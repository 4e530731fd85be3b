from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import is_whole, listed_keys


@site_rules.register
class SitemapMissingPage(SiteRule):
    id = "sitemap.missing-page"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A page that may be indexed is in no sitemap"
    remedy = "Have the generator list the page, or forbid its indexing if it is not meant to be found."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if not all(is_whole(file) for file in site.sitemaps):
            raise Inconclusive("Not every sitemap could be read whole, so what it lists is not known.")
        listed = listed_keys(site)
        for page in site.pages():
            if page.indexable and page.self_canonical and listed.isdisjoint(unpack(page.key)):
                yield SiteFailure(page.id, "No sitemap lists this page.", page.url)
