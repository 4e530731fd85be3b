import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.viewport import settings_of
from seo_meta.core.types import PageFacts


@page_rules.register
class MobileZoomDisabled(PageRule):
    id = "mobile.zoom-disabled"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The viewport keeps readers from enlarging the page"
    remedy = "Remove user-scalable and maximum-scale from the viewport."
    source = "https://www.w3.org/TR/WCAG22/#resize-text"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for meta in page.meta("viewport"):
            settings = settings_of(meta.content or "")
            if settings.get("user-scalable") in ("no", "0"):
                yield Failure("The viewport forbids enlarging.", meta.content or "", meta.line)
            elif _number(settings.get("maximum-scale", "")) < limits.zoom_min_scale:
                message = f"The viewport allows less than {limits.zoom_min_scale} times the size."
                yield Failure(message, meta.content or "", meta.line)


def _number(written: str) -> float:
    """Infinite for what is no positive number: browsers ignore it."""
    found = re.match(r"\d+(?:\.\d+)?", written)
    return float(found[0]) if found else float("inf")
