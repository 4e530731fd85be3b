from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.markup import has_entities, has_tags
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleContainsHtml(PageRule):
    id = "title.contains-html"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The title shows HTML code"
    remedy = "Write the title as plain text, and let the template escape it once."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#the-title-element"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if has_tags(page.title):
            yield Failure("The title contains HTML tags, which a title shows as they are.", page.title, _line(page))
        if has_entities(page.title):
            message = "The title contains character references that were escaped twice."
            yield Failure(message, page.title, _line(page))


def _line(page: PageFacts) -> int | None:
    return page.titles[0].line
