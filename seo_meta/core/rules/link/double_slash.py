import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import anchors_to, by_target, internal_targets
from seo_meta.core.types import PageFacts

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
        # Counting first, since most addresses have but the slashes before the host.
        faulty = {url for url in internal_targets(page) if url.count("//") > 1 and DOUBLE.search(url.partition("?")[0])}
        for anchor, repeated in by_target(anchors_to(page, faulty)):
            yield Failure(f"The path of the link has an empty segment{repeated}.", anchor.href or "", anchor.line)
