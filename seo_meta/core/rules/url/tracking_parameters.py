from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.parameters import TRACKING
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlTrackingParameters(PageRule):
    id = "url.tracking-parameters"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "A link inside the site carries tracking parameters"
    remedy = "Remove the parameters; measure clicks inside the site with events."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        host = urls.host_of(page.url)
        seen: set[str] = set()
        for anchor in page.anchors:
            url = anchor.url or ""
            if "?" in url and url not in seen and TRACKING.search(url) and urls.host_of(url) == host:
                seen.add(url)
                yield Failure("The link to a page of this site has tracking parameters.", url, anchor.line)
