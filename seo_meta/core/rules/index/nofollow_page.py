from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexNofollowPage(PageRule):
    id = "index.nofollow-page"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page asks search engines to follow none of its links"
    remedy = "Remove nofollow, and mark single links with rel=nofollow where that is meant."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        token = robots.find(page.robots, "nofollow")
        if token:
            yield Failure("No link of this page leads a search engine further.", token.token, token.line)
