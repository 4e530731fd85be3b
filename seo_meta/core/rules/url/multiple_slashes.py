from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlMultipleSlashes(PageRule):
    id = "url.multiple-slashes"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The path of the address has two slashes in a row"
    remedy = "Correct the link or template that joins the parts of the path."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if "//" in urlsplit(page.url).path:
            yield Failure("The path has two slashes in a row.", page.url)
