from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class H2Missing(PageRule):
    id = "h2.missing"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "A long text has no H2 heading"
    remedy = "Consider an H2 for each part of the text, so that a reader can find it."
    source = "https://www.w3.org/TR/WCAG22/#section-headings"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.headings)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        has_h2 = any(heading.level == 2 for heading in page.headings)
        if not has_h2 and page.word_count > limits.headings_min_words:
            yield Failure(f"The text has {page.word_count:,} words and no H2.", line=page.headings[0].line)
