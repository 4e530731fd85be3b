import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import internal_anchors
from seo_meta.core.types import PageFacts

HOST = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)


@page_rules.register
class LinkAbsoluteOwnOrigin(PageRule):
    id = "link.absolute-own-origin"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "Links within the site are written with its host"
    remedy = "Write links within the site as paths, so that previews of the site stay within themselves."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        written = [anchor for anchor in internal_anchors(page) if HOST.match(anchor.href or "")]
        if written:
            message = f"{len(written)} links within the site name its host."
            yield Failure(message, written[0].href or "", written[0].line)
