from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.viewport import settings_of
from seo_meta.core.types import PageFacts


@page_rules.register
class MobileViewportFixed(PageRule):
    id = "mobile.viewport-fixed"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The viewport has a fixed width"
    remedy = "Write width=device-width in the place of the number."
    source = "https://developer.chrome.com/docs/lighthouse/best-practices/viewport"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for meta in page.meta("viewport"):
            width = settings_of(meta.content or "").get("width", "")
            if width.removesuffix("px").isdecimal():
                message = f"The viewport is {width} wide, whatever the width of the screen."
                yield Failure(message, meta.content or "", meta.line)
