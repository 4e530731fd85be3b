from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import addresses, anchors_with, by_target
from seo_meta.core.types import PageFacts


@page_rules.register
class LinkProtocolRelative(PageRule):
    id = "link.protocol-relative"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The address of a link begins with //"
    remedy = "Write https:// in front of the host."
    source = "https://www.rfc-editor.org/rfc/rfc3986#section-4.2"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = {href for href in addresses(page) if href.lstrip().startswith("//")}
        for anchor, repeated in by_target(anchors_with(page, faulty)):
            yield Failure(f"The link takes over the scheme of the page{repeated}.", anchor.href or "", anchor.line)
