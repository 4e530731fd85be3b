from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import by_target, external_anchors
from seo_meta.core.types import PageFacts

SAFE = frozenset(("noopener", "noreferrer"))


@page_rules.register
class LinkBlankNoopener(PageRule):
    id = "link.blank-noopener"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "A link to another host opens a window that can steer this one"
    remedy = 'Add rel="noopener" to links with target="_blank".'
    source = "https://html.spec.whatwg.org/multipage/links.html#link-type-noopener"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        opening = [anchor for anchor in external_anchors(page) if anchor.target == "_blank"]
        for anchor, repeated in by_target(anchor for anchor in opening if SAFE.isdisjoint(anchor.rel)):
            yield Failure(f"The link opens a window without noopener{repeated}.", anchor.href or "", anchor.line)
