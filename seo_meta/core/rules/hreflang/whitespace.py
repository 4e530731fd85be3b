from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangWhitespace(PageRule):
    id = "hreflang.whitespace"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An hreflang code has white space around it"
    remedy = "Write the code without spaces."
    source = "https://www.rfc-editor.org/rfc/rfc5646#section-2.1"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in annotated(page):
            code = link.hreflang or ""
            if code != code.strip():
                yield Failure("The hreflang code has white space around it.", code, link.line)
