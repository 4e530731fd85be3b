from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.anchors import by_target
from seo_meta.core.types import Anchor


@site_rules.register
class LinkInternalNofollow(SiteRule):
    id = "link.internal-nofollow"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A link to a page of this site has nofollow"
    remedy = "Take nofollow away from links within the site; keep unwanted pages out of search with noindex."
    source = "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        wanted: set[int] = set()
        for page in site.pages():
            if page.indexable:
                wanted.update(unpack(page.key))
        for page in site.pages():
            if page.indexable and len(page.followed) < len(page.links):
                marked = set(unpack(page.links)).difference(unpack(page.followed), unpack(page.key))
                if marked & wanted:
                    yield from _failures(site, page.id, marked & wanted)


def _failures(site: Site, page: int, marked: set[int]) -> Iterator[SiteFailure]:
    for anchor, repeated in by_target(anchor for anchor in site.anchors(page) if _leads_to(site, anchor, marked)):
        message = f"The link to {anchor.url} has nofollow, though the page may be indexed{repeated}."
        yield SiteFailure(page, message, anchor.href or "", anchor.line)


def _leads_to(site: Site, anchor: Anchor, targets: set[int]) -> bool:
    key = site.key(anchor.url) if anchor.url else None
    return key is not None and not targets.isdisjoint(unpack(key))
