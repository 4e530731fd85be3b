from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.link_text import is_generic
from seo_meta.core.types import Anchor, PageFacts
from seo_meta.core.urls import is_http


@page_rules.register
class LinkAnchorGeneric(PageRule):
    id = "link.anchor-generic"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The text of a link says nothing of its target"
    remedy = "Write what the page behind the link is about, or say it in aria-label."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        counts: Counter[tuple[str | None, str]] = Counter()
        first: dict[tuple[str | None, str], Anchor] = {}
        language = page.lang or ""
        generic = {name for name in set(map(_name, page.anchors)) if is_generic(name, language)}
        if not generic:
            return
        for anchor in page.anchors:
            name = _name(anchor)
            if name in generic and _counts(anchor, page):
                counts[anchor.url, name] += 1
                first.setdefault((anchor.url, name), anchor)
        for (url, name), anchor in first.items():
            repeated = f" ({counts[url, name]} links)" if counts[url, name] > 1 else ""
            yield Failure(f'The text "{name}" would fit any link{repeated}.', anchor.href or "", anchor.line)


def _name(anchor: Anchor) -> str:
    return anchor.label or anchor.text or anchor.image_alt or ""


def _counts(anchor: Anchor, page: PageFacts) -> bool:
    """Whether a search engine learns from the text: it leads to another page, and nofollow does not say otherwise."""
    if not anchor.url or anchor.url == page.url or anchor.hidden or "nofollow" in anchor.rel:
        return False
    return is_http(anchor.url)
