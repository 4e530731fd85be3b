from collections import Counter
from collections.abc import Iterator
from datetime import date

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics import w3c_date
from seo_meta.core.topics.changes import comparable


@site_rules.register
class SitemapLastmodChurn(SiteRule):
    id = "sitemap.lastmod-churn"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    timeless = False
    summary = "The dates in the sitemap are those of the build"
    remedy = "Write the day of each page's last significant change, or no lastmod."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        count, days = _days(site)
        if count < limits.lastmod_churn_min_urls or len(days) > limits.lastmod_churn_max_days:
            return
        before = comparable(site)
        if before is not None and _days(before)[1] == days:
            return
        named = " and ".join(sorted(day.isoformat() for day in days))
        # Not the days: tomorrow's build has others, and the finding is the same.
        yield SiteFailure(0, f"All {count:,} dates in the sitemaps are of {named}.", site.sitemaps[0].url)


def _days(site: Site) -> tuple[int, set[date]]:
    """(how many entries have a date, the different days)"""
    days = Counter(day for entry in site.sitemap_entries() if (day := w3c_date.read(entry.lastmod)))
    return days.total(), set(days)
