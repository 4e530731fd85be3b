from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.extract import MAX_TEXT
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ContentTextHtmlRatio(PageRule):
    id = "content.text-html-ratio"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The page is mostly markup"
    remedy = "Move inline styles, scripts and data into files of their own."

    def applies(self, page: PageFacts) -> bool:
        # Of a longer text only the start is kept, and of longer HTML only the text at its start.
        return page.byte_size > 0 and len(page.text) < MAX_TEXT and not page.cut

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        percent = len(page.text.encode("utf-8", "replace")) * 100 / page.byte_size
        if percent < limits.text_min_percent:
            yield Failure(f"{percent:.0f} % of the HTML is main text.")
