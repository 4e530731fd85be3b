from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexNoindex(PageRule):
    id = "index.noindex"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page asks to be kept out of search"
    remedy = "Remove the directive if the page should be found, and leave it if the page should not."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        token = robots.find((token for token in page.robots if token.origin == "meta"), "noindex", "none")
        if token:
            message = f'The <meta name="{token.agent}"> says {token.token}, so the page stays out of search.'
            yield Failure(message, token.token, token.line)
