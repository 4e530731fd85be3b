from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionOutsideHead(PageRule):
    id = "description.outside-head"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A meta description stands outside the head"
    remedy = "Move the meta description into the head, before any element that does not belong there."
    source = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for meta in page.meta("description"):
            if not meta.in_head:
                yield Failure("A meta description stands in the body.", meta.content or "", meta.line)
