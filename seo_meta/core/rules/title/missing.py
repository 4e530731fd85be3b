from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleMissing(PageRule):
    id = "title.missing"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The page has no title"
    remedy = "Add one <title> to the head that names what this page, and no other, is about."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.titles:
            yield Failure("There is no <title> element.", line=page.html_line)
        elif not page.title:
            yield Failure("The <title> is empty.", line=page.titles[0].line)
