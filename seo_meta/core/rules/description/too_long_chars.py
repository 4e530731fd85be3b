from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.text import collapse
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class DescriptionTooLongChars(PageRule):
    id = "description.too-long-chars"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The meta description has more characters than a search result shows"
    remedy = "Say what matters first and end the description within two lines of a result."
    source = "https://developers.google.com/search/docs/appearance/snippet"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        length = columns(collapse(page.description))
        if length > limits.description_max_chars:
            message = f"The meta description has {length} characters, more than {limits.description_max_chars}."
            yield Failure(message, page.description, page.meta("description")[0].line)
