from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexNoimageindex(PageRule):
    id = "index.noimageindex"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page keeps its images out of search"
    remedy = "Remove the directive if the images may be found."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        token = robots.find(page.robots, "noimageindex")
        if token:
            yield Failure("Image search does not show the images of this page.", token.token, token.line)
