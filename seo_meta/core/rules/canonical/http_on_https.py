from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalHttpOnHttps(PageRule):
    id = "canonical.http-on-https"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An HTTPS page names an HTTP URL of its own host as canonical"
    remedy = "Write the canonical URL with https://."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return page.url.startswith("https://") and bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            # Another host may have no HTTPS; naming its page is a choice, not a slip.
            if link.in_head and link.url and link.url.startswith("http://") and _host(link.url) == _host(page.url):
                yield Failure("The page is served over HTTPS, but its canonical URL is not.", link.url, link.line)


def _host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")
