from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangInvalidCode(PageRule):
    id = "hreflang.invalid-code"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An hreflang code names no registered language, script or region"
    remedy = "Write a language code, with a region if it matters: en, en-GB, zh-Hant, or x-default."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in annotated(page):
            if fault := languages.fault_of(link.hreflang or ""):
                yield Failure(f"The hreflang code is not valid. {fault}", link.hreflang or "", link.line)
