from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class IndexNoindexSitewide(SiteRule):
    id = "index.noindex-sitewide"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Almost every page of the site is kept out of search"
    remedy = "Remove noindex from the template or the server; a setting of the test site has probably gone live."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        directives = Counter(page.noindex for page in site.pages() if page.status == 200 and page.is_html)
        hidden, total = directives[True], directives.total()
        if total >= limits.norm_min_pages and hidden * 100 >= limits.noindex_max_percent * total:
            yield SiteFailure(0, f"{hidden} of {total} pages say noindex.", "noindex")
