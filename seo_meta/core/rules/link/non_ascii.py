from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import by_target, internal_anchors
from seo_meta.core.types import PageFacts


@page_rules.register
class LinkNonAscii(PageRule):
    id = "link.non-ascii"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "A link within the site is written with letters beyond ASCII"
    remedy = "Write the address percent-encoded, as browsers send it."
    source = "https://www.rfc-editor.org/rfc/rfc3986#section-2.1"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = (anchor for anchor in internal_anchors(page) if not (anchor.href or "").isascii())
        for anchor, repeated in by_target(faulty):
            yield Failure(f"The address has characters beyond ASCII{repeated}.", anchor.href or "", anchor.line)
