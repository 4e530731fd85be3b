from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class HeadingsEmpty(PageRule):
    id = "headings.empty"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "A heading below the H1 is empty"
    remedy = "Give the heading a text, or remove the element if it only makes space."
    source = "https://html.spec.whatwg.org/multipage/dom.html#palpable-content"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for heading in page.headings:
            if heading.level > 1 and not heading.text:
                message = f"An <h{heading.level}> has neither text nor an image with an alt text."
                yield Failure(message, line=heading.line)
