import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import addresses, anchors_with, by_target
from seo_meta.core.types import PageFacts
from seo_meta.core.urls import is_http

SPACE = " \t\n\r\f"
SUSPECT = re.compile(r"[ \t\n\r\f]|%20$")


@page_rules.register
class LinkWhitespace(PageRule):
    id = "link.whitespace"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The address of a link has white space in it"
    remedy = "Take the white space out of the href; where the file's name has a space, write %20."
    source = "https://url.spec.whatwg.org/#valid-url-string"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # Tabs and line breaks are what cannot be printed.
        suspects = (href for href in addresses(page) if " " in href or "%20" in href or not href.isprintable())
        faulty = {href for href in suspects if SUSPECT.search(href.strip(SPACE))}
        for anchor, repeated in by_target(each for each in anchors_with(page, faulty) if is_http(each.url or "")):
            yield Failure(f"The address has white space in it{repeated}.", anchor.href or "", anchor.line)
