from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals
from seo_meta.core.topics.chains import members_of_loops


@site_rules.register
class CanonicalChain(SiteRule):
    id = "canonical.chain"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The canonical page names yet another page as its canonical"
    remedy = "Name the last page of the chain directly."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming = read_canonicals(site).naming
        following = {page.key: page.canonical for page in naming}
        loops = members_of_loops(following)
        for page in naming:
            if page.canonical in following and page.key not in loops:
                message = "The canonical URL {} names another page as its own canonical."
                yield at_canonical(site, page.id, message)
