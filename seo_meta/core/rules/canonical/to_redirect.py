from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals


@site_rules.register
class CanonicalToRedirect(SiteRule):
    id = "canonical.to-redirect"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The canonical URL redirects"
    remedy = "Name the URL that the redirect leads to."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming, targets = read_canonicals(site)
        for page in naming:
            target = targets.get(page.canonical)
            if target and 300 <= target.status < 400:
                yield at_canonical(site, page.id, f"The canonical URL {{}} answers {target.status}, a redirect.")
