from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangDuplicateLang(PageRule):
    id = "hreflang.duplicate-lang"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Several addresses have one hreflang code"
    remedy = "Keep one address for each code."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        first: dict[str, str] = {}
        for link in annotated(page):
            if link.url:
                code = languages.normal(link.hreflang or "")
                other = first.setdefault(code, link.url)
                if other != link.url:
                    yield Failure(f"The code {code} has two addresses, this one and {other}.", link.url, link.line)
