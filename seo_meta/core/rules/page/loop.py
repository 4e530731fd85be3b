from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.chains import members_of_loops
from seo_meta.core.topics.pagination import neighbours, paginated_pages


@site_rules.register
class PageLoop(SiteRule):
    id = "page.loop"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The next pages of a list lead back to the start"
    remedy = "Leave rel=next out on the last page."
    source = "https://html.spec.whatwg.org/multipage/links.html#link-type-next"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        following: dict[bytes, bytes] = {}
        for page in paginated_pages(site):
            link = next(neighbours(site, page.id, "next"), None)
            key = site.key(link.url) if link and link.url else None
            if key:
                following[page.key] = key
        loops = members_of_loops(following)
        for page in paginated_pages(site):
            if page.key in loops:
                link = next(neighbours(site, page.id, "next"))
                message = f"From {link.url} on, rel=next leads back to this page."
                yield SiteFailure(page.id, message, link.url or "", link.line)
