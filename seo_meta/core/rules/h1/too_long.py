from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class H1TooLong(PageRule):
    id = "h1.too-long"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The H1 heading is long"
    remedy = "Name the page's subject in one line and leave the rest to the text below it."
    source = "https://www.w3.org/TR/WCAG22/#headings-and-labels"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for heading in page.headings:
            length = columns(heading.text)
            if heading.level == 1 and length > limits.heading_max_chars:
                message = f"The H1 has {length} characters, more than {limits.heading_max_chars}."
                yield Failure(message, heading.text, heading.line)
