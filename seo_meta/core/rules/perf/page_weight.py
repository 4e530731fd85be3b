from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class PerfPageWeight(PageRule):
    id = "perf.page-weight"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The HTML is heavy"
    remedy = "Move inline data, styles, scripts and images into files of their own, or split the page."
    source = "https://developer.chrome.com/docs/lighthouse/performance/total-byte-weight"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # What is larger than search engines read is a matter of index.html-too-big.
        if limits.html_heavy_bytes < page.byte_size <= limits.html_max_bytes:
            yield Failure(f"The HTML has {page.byte_size:,} bytes.")
