from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Link, PageFacts


@page_rules.register
class PageMultiple(PageRule):
    id = "page.multiple"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The page names several next or several previous pages"
    remedy = "Keep the link to the one page that comes next, and the one to the page before."
    source = "https://html.spec.whatwg.org/multipage/links.html#sequential-link-types"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.linked("next") or page.linked("prev"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for rel in ("next", "prev"):
            named: dict[str, Link] = {}
            for link in page.linked(rel):
                if link.url:
                    named.setdefault(link.url, link)
            if len(named) > 1:
                url, second = list(named.items())[1]
                yield Failure(f"The page names {len(named)} pages with rel={rel}.", url, second.line)
