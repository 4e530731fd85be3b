from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlParameters(PageRule):
    id = "url.parameters"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The address has many parameters"
    remedy = "Leave out those that do not change the content, or name a canonical without them."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        count = len([part for part in urlsplit(page.url).query.split("&") if part])
        if count > limits.url_max_parameters:
            yield Failure(f"The address has {count} parameters, more than {limits.url_max_parameters}.", page.url)
