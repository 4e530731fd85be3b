from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Anchor, PageFacts


@page_rules.register
class LinkMissingHref(PageRule):
    id = "link.missing-href"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "An <a> has no href"
    remedy = "Give the link its address, or make it a <button> if it opens no page."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        idle = [anchor for anchor in page.anchors if _is_idle(anchor)]
        if idle:
            anchors = "An <a> has" if len(idle) == 1 else f"{len(idle)} <a> have"
            yield Failure(f"{anchors} no href.", idle[0].text or idle[0].label, idle[0].line)


def _is_idle(anchor: Anchor) -> bool:
    """Whether it looks like a link and is none; a target, a switch or an empty leftover is no mistake."""
    if anchor.href is not None or anchor.id.strip() or anchor.role or anchor.hidden:
        return False
    return bool(anchor.text or anchor.label or anchor.image_alt)
