from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexNoindexHeader(PageRule):
    id = "index.noindex-header"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "An HTTP header asks to keep the page out of search"
    remedy = "Remove X-Robots-Tag from the server's configuration if the page should be found."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return "x-robots-tag" in page.headers

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        token = robots.find((token for token in page.robots if token.origin == "header"), "noindex", "none")
        if token:
            message = f"The X-Robots-Tag header says {token.token}, so the page stays out of search."
            yield Failure(message, token.token)
