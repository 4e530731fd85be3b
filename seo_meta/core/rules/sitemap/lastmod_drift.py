from collections.abc import Iterator
from datetime import date

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics import w3c_date
from seo_meta.core.types import PageFacts


@site_rules.register
class SitemapLastmodDrift(SiteRule):
    id = "sitemap.lastmod-drift"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "A sitemap's date is not that of the page's structured data"
    remedy = "Take both dates from one place: the day of the page's last significant change."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        dates = {
            key: day
            for entry in site.sitemap_entries()
            if entry.key and (day := w3c_date.read(entry.lastmod))
            for key in unpack(entry.key)
        }
        for page in site.pages():
            listed = dates.get(unpack(page.key)[0])
            said = _modified(site.facts(page.id)) if listed and page.indexable else None
            if listed is None or said is None:
                continue
            ahead = (listed - said).days
            if not -limits.lastmod_behind_max_days <= ahead <= limits.lastmod_ahead_max_days:
                message = f"The sitemap says that this page changed on {listed}, the page says {said}."
                yield SiteFailure(page.id, message, f"{listed} {said}")


def _modified(page: PageFacts) -> date | None:
    """The latest `dateModified` that the page gives itself."""
    things = graph(page)
    texts = (text for node in things.nodes if node.is_main for text in things.texts(node, "dateModified"))
    return max((day for text in texts if (day := w3c_date.read(text[:10]))), default=None)
