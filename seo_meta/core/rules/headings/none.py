from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class HeadingsNone(PageRule):
    id = "headings.none"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A long text has no headings at all"
    remedy = "Give the page an H1, and its parts headings that let a reader find them."
    source = "https://www.w3.org/TR/WCAG22/#section-headings"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.word_count)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.headings and page.word_count > limits.headings_min_words:
            yield Failure(f"The text has {page.word_count:,} words and no heading.", line=page.html_line)
