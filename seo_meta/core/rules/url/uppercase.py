from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlUppercase(PageRule):
    id = "url.uppercase"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The path of the address has capitals"
    remedy = "Use small letters, and redirect the old address."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        path = unquote(urlsplit(page.url).path)
        if path != path.lower():
            yield Failure("The path has capitals.", page.url)
