from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.listed import listed_keys


@site_rules.register
class SitemapUrlRedirect(SiteRule):
    id = "sitemap.url-redirect"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A sitemap lists pages that redirect"
    remedy = "List the address that the redirect leads to."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = listed_keys(site)
        for page in site.pages():
            if 300 <= page.status < 400 and not listed.isdisjoint(unpack(page.key)):
                yield SiteFailure(
                    page.id,
                    f"The sitemap lists this address, which answers {page.status}.",
                    page.url,
                )
