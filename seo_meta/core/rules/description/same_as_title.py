from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionSameAsTitle(PageRule):
    id = "description.same-as-title"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The meta description repeats the title"
    remedy = "Replace the description with a sentence or two that tell what the title leaves out."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        description = collapse(page.description)
        if description.casefold() == page.title.casefold():
            yield Failure(
                "The meta description and the title have the same text.",
                description,
                page.meta("description")[0].line,
            )
