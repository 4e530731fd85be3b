from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.widths import columns


@page_rules.register
class TitleTooShortChars(PageRule):
    id = "title.too-short-chars"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The title has too few characters to say much"
    remedy = "Add what tells this page apart: its subject in full, and the name of the site."
    source = "https://developers.google.com/search/docs/appearance/title-link"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        length = columns(page.title)
        if length < limits.title_min_chars:
            message = f"The title has {length} characters, fewer than {limits.title_min_chars}."
            yield Failure(message, page.title, page.titles[0].line)
