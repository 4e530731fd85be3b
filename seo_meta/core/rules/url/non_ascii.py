from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlNonAscii(PageRule):
    id = "url.non-ascii"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The path of the address has letters beyond ASCII"
    remedy = "Nothing, if the site's readers write this way; else use plain letters."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        path = unquote(urlsplit(page.url).path)
        if not path.isascii():
            yield Failure("The path has letters beyond ASCII.", path)
