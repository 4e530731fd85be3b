from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ContentDoctypeMissing(PageRule):
    id = "content.doctype-missing"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page does not start with a doctype"
    remedy = "Write <!doctype html> at the very start."
    source = "https://html.spec.whatwg.org/multipage/syntax.html#the-doctype"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        # XML has no quirks mode and needs no doctype.
        return page.content_type != "application/xhtml+xml"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.doctype:
            yield Failure("Without a doctype browsers lay the page out in quirks mode.", line=1)
