from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

METAS = ("description", "robots", "googlebot")


@page_rules.register
class IndexHeadBroken(PageRule):
    id = "index.head-broken"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Something ends the head early, so metadata below it is lost"
    remedy = "Move it out of the head, or below everything that search engines must read there."
    source = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        end = page.head_break
        if end is None:
            return
        first = end.line or 0
        lost = dict.fromkeys(name for name, line in _outside_head(page) if line is None or line >= first)
        if lost:
            what = "Text" if end.tag == "#text" else f"<{end.tag}>"
            yield Failure(f"{what} ends the head, so the body got: {', '.join(lost)}.", what, end.line)


def _outside_head(page: PageFacts) -> Iterator[tuple[str, int | None]]:
    """(name, line) of the metadata that only counts in the head and is not there."""
    for title in page.titles:
        if not title.in_head:
            yield "title", title.line
    for meta in page.metas:
        if not meta.in_head and meta.name in METAS:
            yield meta.name, meta.line
    for link in page.links:
        if not link.in_head and "canonical" in link.rel:
            yield "canonical", link.line
        elif not link.in_head and link.hreflang and "alternate" in link.rel:
            yield "hreflang", link.line
