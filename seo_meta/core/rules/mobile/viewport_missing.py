from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class MobileViewportMissing(PageRule):
    id = "mobile.viewport-missing"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The page sets no viewport"
    remedy = 'Add <meta name="viewport" content="width=device-width, initial-scale=1"> to the head.'
    source = "https://developer.chrome.com/docs/lighthouse/best-practices/viewport"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        viewports = page.meta("viewport")
        if not viewports:
            yield Failure('There is no <meta name="viewport">.', line=page.html_line)
        elif not any((meta.content or "").strip() for meta in viewports):
            yield Failure('The <meta name="viewport"> is empty.', line=viewports[0].line)
