from collections.abc import Iterator

from seo_meta.core import robots
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows
from seo_meta.core.site import Site, SitePage


@site_rules.register
class IndexConflictingSignals(SiteRule):
    id = "index.conflicting-signals"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The sitemap offers a page that is kept out of search in several ways"
    remedy = "Decide whether the page should be found: else take it off the sitemap and keep one way."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        listed = {bytes(entry.key) for entry in site.sitemap_entries() if entry.key}
        for page in site.pages() if listed else ():
            if page.status != 200 or bytes(page.key) not in listed:
                continue
            signals = list(_signals(site, page))
            if len(signals) > 1:
                message = f"The sitemap lists the page, but it is kept out of search by {' and '.join(signals)}."
                yield SiteFailure(page.id, message, ", ".join(signals))


def _signals(site: Site, page: SitePage) -> Iterator[str]:
    if page.noindex:
        tokens = site.facts(page.id).robots
        for origin, name in (("meta", "a noindex element"), ("header", "a noindex header")):
            if robots.find((token for token in tokens if token.origin == origin), "noindex", "none"):
                yield name
    if not page.self_canonical:
        yield "a canonical link to another URL"
    if site.robots.state == "ok" and not allows(site.robots.text, page.url):
        yield "robots.txt"
