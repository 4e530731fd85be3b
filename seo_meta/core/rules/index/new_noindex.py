from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.changes import comparable


@site_rules.register
class IndexNewNoindex(SiteRule):
    id = "index.new-noindex"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    timeless = False
    summary = "A page that could be indexed in the run before now has noindex"
    remedy = "Remove noindex if the page should be found; if it should not, nothing is left to do."
    source = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"

    def applies(self, site: Site) -> bool:
        return comparable(site) is not None

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        indexable = {page.key for page in before.pages() if page.indexable}
        for page in site.pages():
            if page.noindex and page.status == 200 and page.key in indexable:
                yield SiteFailure(page.id, f"The page has noindex; on {before.today} it had none.", page.url)
