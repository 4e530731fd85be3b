from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.pagination import paginated_pages

MIN_KNOWN = 3
"""Fewer pages of a list may be any."""


@site_rules.register
class PageSequenceGap(SiteRule):
    id = "page.sequence-gap"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "A page is missing in the middle of a list"
    remedy = "Bring the missing page back, or number the pages without a gap."
    source = "https://developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and may be the missing ones.")
        lists: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for page in paginated_pages(site):
            lists[page.place.series].setdefault(page.place.number, page.id)
        for pages in lists.values():
            for number in sorted(pages) if len(pages) >= MIN_KNOWN else ():
                # Page 1 may have an address without a number, and page 0 come first.
                if number > 2 and number - 1 not in pages:
                    message = f"There is a page {number} of this list, but no page {number - 1}."
                    yield SiteFailure(pages[number], message, str(number - 1))
