from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class H2TooLong(PageRule):
    id = "h2.too-long"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "An H2 heading is long"
    remedy = "Consider a heading that names the part in one line."
    source = "https://www.w3.org/TR/WCAG22/#headings-and-labels"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        headings = [heading for heading in page.headings if heading.level == 2]
        long = [heading for heading in headings if columns(heading.text) > limits.heading_max_chars]
        if long:
            message = f"{len(long)} of {len(headings)} H2 have more than {limits.heading_max_chars} characters."
            yield Failure(message, long[0].text, long[0].line)
