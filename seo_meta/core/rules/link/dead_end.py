from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.urls import is_http


@page_rules.register
class LinkDeadEnd(PageRule):
    id = "link.dead-end"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page links to no other page"
    remedy = "Link to the home page and to what readers may want next."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        # A page without any text is made by scripts, and so are its links.
        return bool(page.content_hash)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not any(anchor.url and anchor.url != page.url and is_http(anchor.url) for anchor in page.anchors):
            yield Failure("The page has no link to another page.")
