from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleOutsideHead(PageRule):
    id = "title.outside-head"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A title stands outside the head"
    remedy = "Move the <title> into the head, before any element that does not belong there."
    source = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for title in page.titles:
            if not title.in_head:
                yield Failure("A <title> element stands in the body.", title.text, title.line)
