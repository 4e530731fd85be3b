from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class TitleTooLongChars(PageRule):
    id = "title.too-long-chars"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The title has more characters than a search result shows"
    remedy = "Say what the page is about in the first words and drop what a reader can do without."
    source = "https://developers.google.com/search/docs/appearance/title-link"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        length = columns(page.title)
        if length > limits.title_max_chars:
            message = f"The title has {length} characters, more than {limits.title_max_chars}."
            yield Failure(message, page.title, page.titles[0].line)
