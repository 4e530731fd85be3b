import re
from collections.abc import Iterator

from seo_meta.core.anchors import by_target, internal_anchors, path_of
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Anchor, PageFacts

DOUBLE = re.compile(r"(?<!:)//")


@page_rules.register
class LinkDoubleSlash(PageRule):
    id = "link.double-slash"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A link within the site has two slashes in a row"
    remedy = "Leave one of the slashes away."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = (anchor for anchor in internal_anchors(page) if _is_double(anchor))
        for anchor, repeated in by_target(faulty):
            yield Failure(f"The path of the link has an empty segment{repeated}.", anchor.href or "", anchor.line)


def _is_double(anchor: Anchor) -> bool:
    # Counting first, since most addresses have but the slashes before the host.
    return (anchor.url or "").count("//") > 1 and DOUBLE.search(path_of(anchor)) is not None
