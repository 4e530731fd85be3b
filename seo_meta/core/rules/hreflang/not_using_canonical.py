from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangNotUsingCanonical(PageRule):
    id = "hreflang.not-using-canonical"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A page that is not canonical has hreflang annotations"
    remedy = "Put the annotations on the canonical page, or correct the canonical."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.self_canonical:
            message = "The page has hreflang annotations, but names another page as its canonical."
            yield Failure(message, page.canonical or "", annotated(page)[0].line)
