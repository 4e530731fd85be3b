from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import DESCRIPTION_PX, width_px


@page_rules.register
class DescriptionTooLongPx(PageRule):
    id = "description.too-long-px"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The meta description is longer than a search result shows"
    remedy = "Say what matters first and end the description within two lines of a result."
    source = "https://developers.google.com/search/docs/appearance/snippet"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        width = width_px(collapse(page.description), DESCRIPTION_PX)
        if width > limits.description_max_px:
            message = (
                f"The meta description is {width} px wide, and results cut it near {limits.description_max_px} px."
            )
            yield Failure(message, page.description, page.meta("description")[0].line)
