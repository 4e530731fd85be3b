from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalFragment(PageRule):
    id = "canonical.fragment"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The canonical URL has a fragment"
    remedy = "Remove the # and what follows it from the canonical URL."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if link.in_head and link.url and "#" in link.url:
                yield Failure(
                    "The canonical URL points to a place in a page rather than to a page.", link.href or "", link.line
                )
