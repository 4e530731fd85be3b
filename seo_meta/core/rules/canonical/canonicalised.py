from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalCanonicalised(PageRule):
    id = "canonical.canonicalised"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page names another page as its canonical"
    remedy = "Leave it if the other page holds the same content, and name the page's own URL if it does not."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return urls.is_http(page.canonical or "")

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.self_canonical:
            line = next(link.line for link in page.canonicals if link.url == page.canonical)
            message = "The page asks to be shown under another URL and stays out of search itself."
            yield Failure(message, page.canonical or "", line)
