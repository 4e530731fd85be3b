from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Link, PageFacts


@page_rules.register
class CanonicalConflicting(PageRule):
    id = "canonical.conflicting"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "The head names several different canonical URLs"
    remedy = "Keep the one canonical link that names the preferred URL and remove the others."
    source = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        named: dict[str, Link] = {}
        for link in page.canonicals:
            if link.in_head and link.url:
                named.setdefault(link.url.partition("#")[0], link)
        if len(named) < 2:
            return
        first, *others = named
        for url in others:
            yield Failure(f"The head names {url} as canonical, but also {first}.", url, named[url].line)
