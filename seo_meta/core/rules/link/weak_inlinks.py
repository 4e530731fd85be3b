from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class LinkWeakInlinks(SiteRule):
    id = "link.weak-inlinks"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "Only one page links to the page"
    remedy = "If the page matters, link to it from further pages that treat of the same."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        inlinks = read_inlinks(site)
        home = unpack(site.home)[0]
        for page in site.pages():
            key = unpack(page.key)[0]
            if page.indexable and page.self_canonical and key != home and inlinks.followed[key] == 1:
                yield SiteFailure(page.id, "A single page of the site links to this one without nofollow.", page.url)
