from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class PageRelNotLinked(PageRule):
    id = "page.rel-not-linked"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A neighbouring page is named in the head but not linked"
    remedy = "Link to the next and the previous page with <a href>."
    source = "https://developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.linked("next") or page.linked("prev"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        linked = {_without_slash(anchor.url) for anchor in page.anchors if anchor.url}
        for link in (*page.linked("next"), *page.linked("prev")):
            if link.url and _without_slash(link.url.partition("#")[0]) not in linked:
                rel = "next" if "next" in link.rel else "prev"
                yield Failure(f"rel={rel} names {link.url}, to which no link leads.", link.url, link.line)


def _without_slash(url: str) -> str:
    return url.rstrip("/")
