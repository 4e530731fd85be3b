from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import DESCRIPTION_PX, width_px


@page_rules.register
class DescriptionTooShortPx(PageRule):
    id = "description.too-short-px"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The meta description is too short to say much"
    remedy = "Tell in a sentence or two what a reader finds on this page; there is room for two lines."
    source = "https://developers.google.com/search/docs/appearance/snippet"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        width = width_px(collapse(page.description), DESCRIPTION_PX)
        if width < limits.description_min_px:
            message = f"The meta description is {width} px wide, less than {limits.description_min_px} px."
            yield Failure(message, page.description, page.meta("description")[0].line)
