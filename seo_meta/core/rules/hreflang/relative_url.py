from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangRelativeUrl(PageRule):
    id = "hreflang.relative-url"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An hreflang annotation has no absolute address"
    remedy = "Write the whole URL, with https:// and the host."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in annotated(page):
            href = (link.href or "").strip()
            if not urls.is_http(href.lower()):
                yield Failure(f"The {link.hreflang} version is not given as a whole http(s) URL.", href, link.line)
