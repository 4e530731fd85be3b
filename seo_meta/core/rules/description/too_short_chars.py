from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class DescriptionTooShortChars(PageRule):
    id = "description.too-short-chars"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The meta description has too few characters to say much"
    remedy = "Tell in a sentence or two what a reader finds on this page; there is room for two lines."
    source = "https://developers.google.com/search/docs/appearance/snippet"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        length = columns(collapse(page.description))
        if length < limits.description_min_chars:
            message = f"The meta description has {length} characters, fewer than {limits.description_min_chars}."
            yield Failure(message, page.description, page.meta("description")[0].line)
