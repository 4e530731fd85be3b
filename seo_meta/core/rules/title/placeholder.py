from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.title_text import has_placeholder
from seo_meta.core.types import PageFacts


@page_rules.register
class TitlePlaceholder(PageRule):
    id = "title.placeholder"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "The title holds an unfilled placeholder"
    remedy = "Give the template the value that it lacks, or a fallback for pages that have none."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if has_placeholder(page.title, page.url):
            yield Failure("The title holds text that should have been replaced.", page.title, page.titles[0].line)
