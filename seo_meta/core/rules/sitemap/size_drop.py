from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.changes import comparable, has_dropped


@site_rules.register
class SitemapSizeDrop(SiteRule):
    id = "sitemap.size-drop"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    timeless = False
    summary = "The sitemaps list far fewer URLs than in the run before"
    remedy = "Check whether the pages are gone on purpose or the generator of the sitemap lost them."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview"

    def applies(self, site: Site) -> bool:
        before = comparable(site)
        return before is not None and _listed(before) > 0 and all(file.state == "ok" for file in site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        old, new = _listed(before), _listed(site)
        if has_dropped(old, new, max_percent=limits.sitemap_drop_max_percent, min_count=limits.change_min_pages):
            message = f"The sitemaps list {new:,} URLs; on {before.today} they listed {old:,}."
            yield SiteFailure(0, message, f"{old} to {new}")


def _listed(site: Site) -> int:
    return sum(file.entries for file in site.sitemaps if not file.is_index)
