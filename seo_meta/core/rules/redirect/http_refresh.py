from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.redirects import refresh_target
from seo_meta.core.types import PageFacts


@page_rules.register
class RedirectHttpRefresh(PageRule):
    id = "redirect.http-refresh"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The page sends its readers elsewhere by a Refresh header"
    remedy = "Answer with a status of 301, 302, 307 or 308 and a Location header."
    source = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        return "refresh" in page.headers

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if target := refresh_target(page.headers["refresh"], page):
            yield Failure("A Refresh header leads to another page.", target)
