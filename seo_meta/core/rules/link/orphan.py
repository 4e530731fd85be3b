from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack


@site_rules.register
class LinkOrphan(SiteRule):
    id = "link.orphan"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "No other page links to the page"
    remedy = "Link to the page from where its readers come by, or remove it."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        linked = set(unpack(site.home))
        for page in site.pages():
            # A redirect links to where it leads; the links of an error page help nobody.
            if page.status < 400:
                linked |= set(unpack(page.links)).difference(unpack(page.key))
        for page in site.pages():
            if page.indexable and page.self_canonical and linked.isdisjoint(unpack(page.key)):
                yield SiteFailure(page.id, "No page of the site links to this one.", page.url)
