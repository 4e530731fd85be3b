from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleSameAsH1(PageRule):
    id = "title.same-as-h1"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The title repeats the main heading"
    remedy = "Consider a title that adds what a reader outside the site needs, such as the site's name."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        heading = next((heading.text for heading in page.headings if heading.level == 1 and heading.text), "")
        if heading and heading.casefold() == page.title.casefold():
            yield Failure("The title and the first H1 have the same text.", page.title, page.titles[0].line)
