from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts


@page_rules.register
class MobileViewportMultiple(PageRule):
    id = "mobile.viewport-multiple"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page sets several viewports"
    remedy = "Keep one viewport element and remove the others."
    source = "https://www.w3.org/TR/css-viewport-1/#viewport-meta"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        viewports = [meta for meta in page.meta("viewport") if meta.content]
        if len({collapse(meta.content or "").lower() for meta in viewports}) > 1:
            last = viewports[-1]
            message = f"The page has {len(viewports)} viewport elements that differ; the last one counts."
            yield Failure(message, last.content or "", last.line)
