from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import listed_keys


@site_rules.register
class SitemapUrlNonCanonical(SiteRule):
    id = "sitemap.url-non-canonical"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A sitemap lists pages that name another page as canonical"
    remedy = "List the canonical page in the sitemap, and only that."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = listed_keys(site)
        for page in site.pages():
            if page.indexable and not page.self_canonical and not listed.isdisjoint(unpack(page.key)):
                yield SiteFailure(page.id, "The sitemap lists this page, whose canonical is another one.", page.url)
