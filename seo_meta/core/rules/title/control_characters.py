from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hidden_characters import fault_of
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleControlCharacters(PageRule):
    id = "title.control-characters"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The title contains characters that nobody sees"
    remedy = "Type the title anew, or let the template strip what was pasted with it."
    source = "https://www.unicode.org/reports/tr36/"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if fault := fault_of(page.title):
            yield Failure(f"The title {fault}.", page.title, page.titles[0].line)
