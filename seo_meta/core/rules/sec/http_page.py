from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.host import is_loopback
from seo_meta.core.types import PageFacts


@page_rules.register
class SecHttpPage(PageRule):
    id = "sec.http-page"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The page is served without encryption"
    remedy = "Serve the site over HTTPS, and redirect HTTP to it."
    source = "https://developers.google.com/search/docs/appearance/page-experience"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return bool(page.headers) and not is_loopback(page.url)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.url.startswith("http://"):
            yield Failure("The page is served over HTTP.", page.url)
