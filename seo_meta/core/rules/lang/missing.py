from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class LangMissing(PageRule):
    id = "lang.missing"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page does not say its language"
    remedy = 'Add a lang attribute with the page\'s language to the <html> element, such as lang="en".'
    source = "https://www.w3.org/WAI/WCAG22/Understanding/language-of-page.html"
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.lang is None:
            yield Failure("The <html> element has no lang attribute.", line=page.html_line)
        elif not page.lang.strip():
            yield Failure("The lang attribute is empty.", line=page.html_line)
