from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class H1Empty(PageRule):
    id = "h1.empty"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An H1 heading is empty"
    remedy = "Give the H1 a text, or its image an alt, that names the page's subject; else remove the element."
    source = "https://html.spec.whatwg.org/multipage/dom.html#palpable-content"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for heading in page.headings:
            if heading.level == 1 and not heading.text:
                yield Failure("An <h1> has neither text nor an image with an alt text.", line=heading.line)
