from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.topics.pagination import place_of
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangPaginatedToRoot(PageRule):
    id = "hreflang.paginated-to-root"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The language versions of a later page of a list are first pages"
    remedy = "Name the same page of the list in the other languages, or leave the annotations out."

    def applies(self, page: PageFacts) -> bool:
        return place_of(page.url).number > 1 and bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in annotated(page):
            # The default may be a page to choose a language on.
            is_default = languages.normal(link.hreflang or "") == languages.X_DEFAULT
            if link.url and place_of(link.url).number == 1 and not is_default:
                yield Failure("This is a later page of a list, and the version named here is not.", link.url, link.line)
