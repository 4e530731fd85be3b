from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlUnderscore(PageRule):
    id = "url.underscore"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    on = False
    summary = "The path of the address joins words with underscores"
    remedy = "Use hyphens for new pages; existing addresses are better left as they are."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if "_" in urlsplit(page.url).path:
            yield Failure("The path has an underscore.", page.url)
