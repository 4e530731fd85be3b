from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.pagination import place_of
from seo_meta.core.types import PageFacts


@page_rules.register
class PageCanonicalToFirst(PageRule):
    id = "page.canonical-to-first"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A later page of a list names the first one as its canonical"
    remedy = "Let each page of the list name its own URL as canonical."
    source = "https://developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonical) and place_of(page.url).number > 1

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        here, named = place_of(page.url), place_of(page.canonical or "")
        if named.number == 1 and named.series == here.series:
            link = next(link for link in page.canonicals if link.url == page.canonical)
            message = f"Page {here.number} of the list asks to be shown as its first page."
            yield Failure(message, link.url or "", link.line)
