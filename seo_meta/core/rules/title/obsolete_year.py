import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.title_words import main_headings
from seo_meta.core.types import PageFacts

# Not a part of a number, a version or a date.
YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)\d\d(?![\w/-]|[.,]\d)")


@page_rules.register
class TitleObsoleteYear(PageRule):
    id = "title.obsolete-year"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The title names an earlier year than the main heading"
    remedy = "Write the year of the heading into the title, or leave it out of both."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(YEAR.search(page.title)) and bool(main_headings(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        written, heading = set(YEAR.findall(page.title)), set(YEAR.findall(main_headings(page)[0]))
        if heading and written.isdisjoint(heading) and max(written) < max(heading):
            message = f"The title says {max(written)}, the first H1 {max(heading)}."
            yield Failure(message, page.title, page.titles[0].line)
