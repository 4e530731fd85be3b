from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.markup import has_entities, has_tags
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionContainsHtml(PageRule):
    id = "description.contains-html"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The meta description shows HTML code"
    remedy = "Write the description as plain text, and let the template escape it once."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#meta-description"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        description = page.description
        line = page.meta("description")[0].line
        if has_tags(description):
            yield Failure("The meta description contains HTML tags.", description, line)
        if has_entities(description):
            yield Failure(
                "The meta description contains character references that were escaped twice.", description, line
            )
