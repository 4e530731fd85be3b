from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class H1Missing(PageRule):
    id = "h1.missing"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page has no H1 heading"
    remedy = "Mark the heading that names the page's subject as its H1."
    source = "https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not any(heading.level == 1 for heading in page.headings):
            yield Failure("There is no <h1> element.", line=page.html_line)
