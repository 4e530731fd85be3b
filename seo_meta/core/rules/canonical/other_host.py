from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalOtherHost(PageRule):
    id = "canonical.other-host"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The canonical URL lies on another host"
    remedy = "Name the page's URL on its own host, unless the other host holds the original of this text."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        # Where a folder will be served may be unknown; its stand-in is no host that a page could match (RFC 6761).
        return bool(page.canonical) and not _host(page.url).endswith(".invalid")

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if not link.in_head or not link.url or not urls.is_http(link.url):
                continue
            host = _host(link.url)
            if host != _host(page.url):
                yield Failure(f"The canonical URL hands this page over to {host}.", link.url, link.line)


def _host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")
