import re
from collections.abc import Iterator

from seo_meta.core.anchors import by_target
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Anchor, PageFacts
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
        faulty = (anchor for anchor in page.anchors if _has_space(anchor))
        for anchor, repeated in by_target(faulty):
            yield Failure(f"The address has white space in it{repeated}.", anchor.href or "", anchor.line)


def _has_space(anchor: Anchor) -> bool:
    """Within the address of a page: HTML allows it around. A pasted one has an escaped space at its end."""
    if not anchor.href or not anchor.url or not SUSPECT.search(anchor.href):
        return False
    return bool(SUSPECT.search(anchor.href.strip(SPACE))) and is_http(anchor.url)
