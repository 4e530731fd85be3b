from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Anchor, PageFacts


@page_rules.register
class LinkUncrawlable(PageRule):
    id = "link.uncrawlable"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A link leads to no address that a crawler can open"
    remedy = "Give the link the URL of its page as href, or make it a <button> if it opens none."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = [anchor for anchor in page.anchors if _is_uncrawlable(anchor)]
        counts = Counter(anchor.href for anchor in faulty)
        for anchor in faulty:
            if times := counts.pop(anchor.href, 0):
                repeated = f" ({times} links)" if times > 1 else ""
                yield Failure(f"The link {_fault(anchor)}{repeated}.", anchor.href or "", anchor.line)


def _is_uncrawlable(anchor: Anchor) -> bool:
    if not anchor.href or anchor.role:
        return False
    return anchor.url is None or anchor.url.startswith(("javascript:", "file:"))


def _fault(anchor: Anchor) -> str:
    if anchor.url is None:
        return "has an href that is not a URL"
    return "runs a script" if anchor.url.startswith("javascript:") else "leads to a file on one computer"
