from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.pagination import paginated_pages


@site_rules.register
class PageNoindex(SiteRule):
    id = "page.noindex"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "A later page of a list is kept out of search"
    remedy = "Remove noindex from the later pages, unless all that they list is linked elsewhere."
    source = "https://developers.google.com/search/docs/specialty/ecommerce/pagination-and-incremental-page-loading"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        pages = paginated_pages(site)
        found = {page.place.series for page in pages if page.place.number == 1 and page.indexable}
        for page in pages:
            if page.place.number > 1 and page.noindex and page.place.series in found:
                message = f"Page {page.place.number} of the list says noindex, while the first page does not."
                yield SiteFailure(page.id, message, page.url)
