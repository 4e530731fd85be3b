from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Anchor, PageFacts


@page_rules.register
class LinkAnchorEmpty(PageRule):
    id = "link.anchor-empty"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A link to another page has no text"
    remedy = "Write between <a> and </a>, or in aria-label, where the link leads."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for anchor in page.anchors:
            # Links inside the page are permalinks of headings and switches of scripts.
            if _is_nameless(anchor) and anchor.url and anchor.url != page.url and urls.is_http(anchor.url):
                yield Failure("The link has no text.", anchor.href or "", anchor.line)


def _is_nameless(anchor: Anchor) -> bool:
    return not (anchor.text or anchor.label or anchor.role) and anchor.image_alt is None
