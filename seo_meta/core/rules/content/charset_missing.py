from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class ContentCharsetMissing(PageRule):
    id = "content.charset-missing"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page does not declare its character encoding"
    remedy = 'Write <meta charset="utf-8"> at the start of the head, and save the page as UTF-8.'
    source = "https://html.spec.whatwg.org/multipage/semantics.html#character-encoding-declaration"
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.encoding_origin == "guess":
            yield Failure("The page is UTF-8 but does not say so, and browsers have to guess.", line=page.html_line)
        elif page.encoding_origin == "default":
            message = "The page names no encoding and is not UTF-8, so it is read as windows-1252."
            yield Failure(message, line=page.html_line)
