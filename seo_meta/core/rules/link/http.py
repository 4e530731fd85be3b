from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import by_target, external_anchors
from seo_meta.core.types import PageFacts
from seo_meta.core.urls import host_of


@page_rules.register
class LinkHttp(PageRule):
    id = "link.http"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "An HTTPS page links to an HTTP address of its own host"
    remedy = "Write the link with https://."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return page.url.startswith("https://") and bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        own = host_of(page.url).removeprefix("www.")
        # Another host may have no HTTPS.
        insecure = (f"http://{own}/", f"http://www.{own}/")
        faulty = (anchor for anchor in external_anchors(page) if anchor.url and anchor.url.startswith(insecure))
        for anchor, repeated in by_target(faulty):
            yield Failure(f"The site has HTTPS, but the link leaves it{repeated}.", anchor.href or "", anchor.line)
