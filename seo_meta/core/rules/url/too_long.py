from collections.abc import Iterator
from urllib.parse import unquote

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlTooLong(PageRule):
    id = "url.too-long"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The address is long"
    remedy = "Shorten the slug to the words that tell the page apart."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        length = len(unquote(page.url))
        if length > limits.url_max_chars:
            yield Failure(f"The address has {length} characters, more than {limits.url_max_chars}.", page.url)
