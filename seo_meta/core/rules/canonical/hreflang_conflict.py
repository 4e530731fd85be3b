from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalHreflangConflict(PageRule):
    id = "canonical.hreflang-conflict"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The canonical URL is that of another language version"
    remedy = "Name the page's own URL as canonical, and the other languages only with hreflang."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonical) and any(link.hreflang for link in page.linked("alternate"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        versions = {link.url for link in page.linked("alternate") if link.hreflang and link.url}
        # A print or AMP page lists the languages of the page that it copies, and not itself.
        is_listed = any(_is_page(url, page) for url in versions)
        if page.self_canonical or not is_listed or page.canonical not in versions:
            return
        link = next(link for link in page.canonicals if link.url == page.canonical)
        yield Failure("The canonical URL is one of this page's other language versions.", link.url or "", link.line)


def _is_page(url: str, page: PageFacts) -> bool:
    return page.key in (urls.page_key(url, clean_urls=False), urls.page_key(url, clean_urls=True))
