from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.changes import comparable, has_dropped


@site_rules.register
class IndexPagesDrop(SiteRule):
    id = "index.pages-drop"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    timeless = False
    summary = "Far fewer pages can be indexed than in the run before"
    remedy = "Check whether the pages were removed or closed to search on purpose, and redirect those that moved."
    source = "https://developers.google.com/search/docs/crawling-indexing"

    def applies(self, site: Site) -> bool:
        return comparable(site) is not None

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        old, new = _indexable(before), _indexable(site)
        if has_dropped(old, new, max_percent=limits.pages_drop_max_percent, min_count=limits.change_min_pages):
            message = f"{new:,} pages can be indexed; on {before.today} it was {old:,}."
            yield SiteFailure(0, message, f"{old} to {new}")


def _indexable(site: Site) -> int:
    return sum(page.indexable for page in site.pages())
