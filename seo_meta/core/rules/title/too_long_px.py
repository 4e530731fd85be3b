from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import TITLE_PX, width_px


@page_rules.register
class TitleTooLongPx(PageRule):
    id = "title.too-long-px"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The title is wider than a search result shows"
    remedy = "Say what the page is about in the first words and drop what a reader can do without."
    source = "https://developers.google.com/search/docs/appearance/title-link"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        width = width_px(page.title, TITLE_PX)
        if width > limits.title_max_px:
            yield Failure(
                f"The title is {width} px wide, and results cut it near {limits.title_max_px} px.",
                page.title,
                page.titles[0].line,
            )
