from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlSpace(PageRule):
    id = "url.space"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The path of the address has a space"
    remedy = "Put hyphens between the words, and redirect the old address."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if " " in unquote(urlsplit(page.url).path):
            yield Failure("The path has a space.", page.url)
