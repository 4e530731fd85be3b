from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class PerfDomSize(PageRule):
    id = "perf.dom-size"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page has very many elements"
    remedy = "Show less at once: split the page, or leave out wrappers that only serve the layout."
    source = "https://developer.chrome.com/docs/lighthouse/performance/dom-size"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.tag_count > limits.elements_max:
            yield Failure(f"The HTML has about {page.tag_count:,} elements.")
