from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalMultipleIdentical(PageRule):
    id = "canonical.multiple-identical"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page names its canonical URL several times"
    remedy = "Keep one of the canonical links, so that no later change makes them differ."
    source = "https://developers.google.com/search/blog/2013/04/5-common-mistakes-with-relcanonical"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        counts = Counter(link.url for link in page.canonicals if link.in_head and link.url)
        for link in page.canonicals:
            times = counts.pop(link.url or "", 0)
            if times > 1:
                yield Failure(f"{times} canonical links name {link.url}.", link.url or "", link.line)
