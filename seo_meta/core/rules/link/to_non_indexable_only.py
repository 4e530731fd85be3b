from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class LinkToNonIndexableOnly(SiteRule):
    id = "link.to-non-indexable-only"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Only pages that are kept out of search link to the page"
    remedy = "Link to the page from one that search engines index."
    source = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        inlinks = read_inlinks(site)
        home = unpack(site.home)[0]
        for page in site.pages():
            key = unpack(page.key)[0]
            lonely = key in inlinks.unsearchable and key not in inlinks.searchable and key != home
            if lonely and page.indexable and page.self_canonical:
                yield SiteFailure(page.id, "Only pages with noindex link to this one.", page.url)
