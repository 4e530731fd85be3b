from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals


@site_rules.register
class CanonicalToNoindex(SiteRule):
    id = "canonical.to-noindex"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The canonical URL is kept out of search"
    remedy = "Remove noindex from the canonical page, or name a page that may be found."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        naming, targets = read_canonicals(site)
        for page in naming:
            target = targets.get(page.canonical)
            if target and target.status == 200 and target.noindex:
                message = "The canonical URL {} says noindex, so neither page can be found."
                yield at_canonical(site, page.id, message)
