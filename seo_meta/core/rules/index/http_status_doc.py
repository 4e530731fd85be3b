from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.refusals import refusal
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexHttpStatusDoc(PageRule):
    id = "index.http-status-doc"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The page answers with an error"
    remedy = "Bring the page back, redirect its address to what replaced it, or remove what leads to it."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        # In a folder the only such page is the one that the host shows for missing addresses.
        return not page.file and not refusal(page)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if 400 <= page.status < 600:
            yield Failure(f"The address answers {page.status}.", str(page.status))
