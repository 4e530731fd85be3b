from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class LinkNofollowOnlyInlinks(SiteRule):
    id = "link.nofollow-only-inlinks"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "Every link to the page has nofollow"
    remedy = "Link to the page without nofollow from where its readers come by, or keep it out of search with noindex."
    source = "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        inlinks = read_inlinks(site)
        home = unpack(site.home)[0]
        for page in site.pages():
            key = unpack(page.key)[0]
            if page.indexable and key != home and key in inlinks.nofollowed and not inlinks.followed[key]:
                yield SiteFailure(page.id, "Pages of the site link to this one, all of them with nofollow.", page.url)
