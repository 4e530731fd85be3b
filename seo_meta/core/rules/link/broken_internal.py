from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, pack_key, unpack


@site_rules.register
class LinkBrokenInternal(SiteRule):
    id = "link.broken-internal"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "A link leads to a page of this site that does not exist"
    remedy = "Correct the address, or remove the link."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        alive: set[int] = set(site.files())
        dead: set[int] = set()
        for page in site.pages():
            (dead if page.status >= 400 else alive).update(unpack(page.key))
        dead -= alive
        for page in site.pages():
            if page.status == 200:
                targets = set(unpack(page.links)).difference(unpack(page.key))
                # Outside a folder, what was not read may well exist.
                broken = targets - alive if site.inventory else targets & dead
                if broken:
                    yield from _failures(site, page.id, set(map(pack_key, broken)))


def _failures(site: Site, page: int, broken: set[bytes]) -> Iterator[SiteFailure]:
    """One failure for each address that is missing, at the first link to it."""
    faulty = [anchor for anchor in site.anchors(page) if anchor.url and site.key(anchor.url) in broken]
    counts = Counter(anchor.url for anchor in faulty)
    for anchor in faulty:
        if times := counts.pop(anchor.url, 0):
            links = "The link leads" if times == 1 else f"{times} links lead"
            message = f"{links} to {anchor.url}, where there is no page."
            yield SiteFailure(page, message, (anchor.href or "").partition("#")[0], anchor.line)
