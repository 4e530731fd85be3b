from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class CanonicalMissing(SiteRule):
    id = "canonical.missing"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The page names no canonical URL"
    remedy = "Consider a canonical link to the page's own URL, which counts where copies with parameters are read."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        lacking, total = [], 0
        for page in site.pages():
            if page.indexable:
                total += 1
                if not page.canonical:
                    lacking.append(page.id)
        # Where most lack it, that is how the site is made, and no news of each page.
        if 2 * len(lacking) > total:
            yield SiteFailure(0, f"{len(lacking)} of {total} pages have no canonical link.")
            return
        for id in lacking:
            # One that is empty or stands in the body has a rule of its own.
            if not site.facts(id).canonicals:
                yield SiteFailure(id, "There is no canonical link, as other pages have.")
