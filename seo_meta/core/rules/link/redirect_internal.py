from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.anchors import by_target
from seo_meta.core.topics.redirects import Redirects, read_redirects

PERMANENT = (301, 308)


@site_rules.register
class LinkRedirectInternal(SiteRule):
    id = "link.redirect-internal"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A link leads to a page of this site that has moved"
    remedy = "Link to the address where the redirect ends."
    source = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        redirects = read_redirects(site)
        # One that runs in a circle ends nowhere.
        moved = {key for key in redirects.ends if redirects.pages[key].status in PERMANENT}
        ends: dict[int, str] = {}
        for page in site.pages() if moved else ():
            if page.status == 200 and not moved.isdisjoint(unpack(page.links)):
                yield from _failures(site, page.id, moved, redirects, ends)


def _failures(
    site: Site, page: int, moved: set[int], redirects: Redirects, ends: dict[int, str]
) -> Iterator[SiteFailure]:
    """One failure for each address that has moved. `ends` keeps the URLs where redirects end."""
    for anchor, repeated in by_target(site.anchors(page)):
        packed = site.key(anchor.url) if anchor.url else None
        key = unpack(packed)[0] if packed else 0
        if key not in moved:
            continue
        if key not in ends:
            ends[key] = site.facts(redirects.last(key).id).redirect_url or ""
        message = f"The link leads to {anchor.url}, which has moved to {ends[key]}{repeated}."
        yield SiteFailure(page, message, ends[key], anchor.line)
