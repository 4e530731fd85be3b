from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals
from seo_meta.core.topics.chains import members_of_loops


@site_rules.register
class CanonicalLoop(SiteRule):
    id = "canonical.loop"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Canonical links lead round in a circle"
    remedy = "Decide which of the pages is the preferred one, and let all of them, itself included, name it."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming = read_canonicals(site).naming
        loops = members_of_loops({page.key: page.canonical for page in naming})
        for page in naming:
            if page.key in loops:
                message = "From the canonical URL {} canonical links lead back to this page."
                yield at_canonical(site, page.id, message)
