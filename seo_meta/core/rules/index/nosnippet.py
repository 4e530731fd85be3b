from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexNosnippet(PageRule):
    id = "index.nosnippet"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page forbids search engines to show its text"
    remedy = "Remove the directive, unless a result without description is what is wanted."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        token = robots.find(page.robots, "nosnippet", "max-snippet:0")
        if token:
            yield Failure(f"With {token.token} results show the page without a description.", token.token, token.line)
