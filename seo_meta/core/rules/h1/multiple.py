from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class H1Multiple(PageRule):
    id = "h1.multiple"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The page has more than one H1 heading"
    remedy = "Consider one H1 for the page's subject and H2 for the parts below it."
    source = "https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        headings = [heading for heading in page.headings if heading.level == 1 and heading.text]
        if len(headings) > 1:
            second = headings[1]
            yield Failure(f"The page has {len(headings)} H1 headings.", second.text, second.line)
