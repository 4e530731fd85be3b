from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangMixedMethods(PageRule):
    id = "hreflang.mixed-methods"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The HTML and the HTTP header name different language versions"
    remedy = "Keep the annotations in one place."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        in_html, in_header = _versions(page, "html"), _versions(page, "header")
        differing = sorted(in_html ^ in_header)
        if in_html and in_header and differing:
            code, url = differing[0]
            message = f"{len(differing)} annotations stand in only one of HTML and HTTP header, such as {code}."
            yield Failure(message, url)


def _versions(page: PageFacts, origin: str) -> set[tuple[str, str]]:
    links = (link for link in annotated(page) if link.origin == origin and link.in_head)
    return {(languages.normal(link.hreflang or ""), link.url) for link in links if link.url}
