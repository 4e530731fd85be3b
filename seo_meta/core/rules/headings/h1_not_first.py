from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class HeadingsH1NotFirst(PageRule):
    id = "headings.h1-not-first"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    on = False
    summary = "Another heading comes before the H1"
    remedy = "Consider plain text for what stands above the H1, or an H1 that comes first."
    source = "https://www.w3.org/WAI/tutorials/page-structure/headings/"

    def applies(self, page: PageFacts) -> bool:
        return any(heading.level == 1 and heading.text for heading in page.headings)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        first = next(heading for heading in page.headings if heading.text)
        if first.level != 1:
            yield Failure(f"The first heading is an H{first.level}.", first.text, first.line)
