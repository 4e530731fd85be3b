import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

ABSOLUTE = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@page_rules.register
class CanonicalRelative(PageRule):
    id = "canonical.relative"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The canonical URL is relative"
    remedy = "Write the whole canonical URL, from https:// on."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if link.in_head and link.href and link.url and not ABSOLUTE.match(link.href):
                yield Failure(f"The canonical URL is relative and is read as {link.url}.", link.href, link.line)
