from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.redirects import read_redirects


@site_rules.register
class RedirectLoop(SiteRule):
    id = "redirect.loop"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Redirects lead in a circle"
    remedy = "Let one of the addresses answer, and the others redirect to it."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"

    def applies(self, site: Site) -> bool:
        return bool(read_redirects(site).pages)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        redirects = read_redirects(site)
        for circle in redirects.loops:
            first, other = redirects.pages[circle[0]], redirects.pages[circle[-1]]
            if len(circle) == 1:
                message = "The page redirects to itself."
            else:
                message = f"{len(circle)} pages redirect in a circle; {other.url} leads back here."
            yield SiteFailure(first.id, message, first.url)
