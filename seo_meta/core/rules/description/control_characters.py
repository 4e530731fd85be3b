from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hidden_characters import fault_of
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionControlCharacters(PageRule):
    id = "description.control-characters"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The meta description contains characters that nobody sees"
    remedy = "Type the description anew, or let the template strip what was pasted with it."
    source = "https://www.unicode.org/reports/tr36/"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if fault := fault_of(page.description):
            yield Failure(f"The meta description {fault}.", page.description, page.meta("description")[0].line)
