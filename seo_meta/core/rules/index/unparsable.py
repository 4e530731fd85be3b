from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexUnparsable(PageRule):
    id = "index.unparsable"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "The HTML takes too long or too much memory to parse, so the page was not audited"
    remedy = "Look for a template that writes an element inside itself, or never closes one, and mend it."
    # The usual gate stops such a page.
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        return page.is_html

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.unparsed:
            yield Failure(f"The HTML was not parsed, so what is in it is not known: {page.unparsed}.", page.unparsed)
