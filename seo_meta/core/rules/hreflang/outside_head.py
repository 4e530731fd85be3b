from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangOutsideHead(PageRule):
    id = "hreflang.outside-head"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "An hreflang annotation stands outside the head"
    remedy = "Move it into the head, before any element that does not belong there."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return any(link.hreflang for link in page.linked("alternate"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.linked("alternate"):
            if link.hreflang and not link.in_head:
                message = "An hreflang annotation stands in the body, where search engines ignore it."
                yield Failure(message, link.href or "", link.line)
