from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalOutsideHead(PageRule):
    id = "canonical.outside-head"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A canonical link stands outside the head"
    remedy = "Move the canonical link into the head, before any element that does not belong there."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if not link.in_head:
                yield Failure(
                    "A canonical link stands in the body, where search engines ignore it.", link.href or "", link.line
                )
