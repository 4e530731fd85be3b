from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.title_text import is_default
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleBoilerplateOnly(PageRule):
    id = "title.boilerplate-only"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The title is a default or a file name"
    remedy = "Replace the default with a title that names what this page is about."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if is_default(page.title):
            yield Failure("The title is a default that says nothing about this page.", page.title, page.titles[0].line)
