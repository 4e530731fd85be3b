from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class LinkMixedFollow(SiteRule):
    id = "link.mixed-follow"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Some links to the page have nofollow and others do not"
    remedy = "Decide whether the page is to be found by its links, and write them all alike."
    source = "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        inlinks = read_inlinks(site)
        for page in site.pages():
            key = unpack(page.key)[0]
            if page.indexable and key in inlinks.nofollowed and inlinks.followed[key]:
                message = f"{inlinks.followed[key]} pages link here without nofollow, and others with it."
                yield SiteFailure(page.id, message, page.url)
