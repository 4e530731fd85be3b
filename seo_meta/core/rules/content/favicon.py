from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, SitePage, unpack
from seo_meta.core.types import Link, PageFacts
from seo_meta.core.urls import join

RELS = frozenset(("icon", "apple-touch-icon", "apple-touch-icon-precomposed"))
DEFAULT = "/favicon.ico"


@site_rules.register
class ContentFavicon(SiteRule):
    id = "content.favicon"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The site has no icon for its results"
    remedy = 'Link a square icon in the head of the home page: <link rel="icon" href="/favicon.svg">.'
    source = "https://developers.google.com/search/docs/appearance/favicon-in-search"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        home = _home(site)
        if home is None or not home.indexable:
            return
        facts = site.facts(home.id)
        icons = [link for link in facts.links if not RELS.isdisjoint(link.rel) and link.href]
        if icons:
            yield from _broken(site, home, icons)
        elif not _has_default(site, facts):
            yield SiteFailure(home.id, "The home page links no icon, and there is no /favicon.ico.", DEFAULT)


def _home(site: Site) -> SitePage | None:
    return next((page for page in site.pages() if page.key == site.home), None)


def _broken(site: Site, home: SitePage, icons: list[Link]) -> Iterator[SiteFailure]:
    """A failure for each icon that a folder lacks; of a live site only the pages were read."""
    for icon in icons if site.inventory else ():
        key = site.key(icon.url) if icon.url else None
        if key is not None and site.files().isdisjoint(unpack(key)):
            yield SiteFailure(home.id, f"The icon {icon.url} does not exist.", icon.href or "", icon.line)


def _has_default(site: Site, facts: PageFacts) -> bool:
    """Whether there is the icon that browsers ask for without a link."""
    key = site.key(join(facts.url, DEFAULT) or "")
    if key is None or not site.inventory:
        raise Inconclusive("The home page links no icon, and whether there is a /favicon.ico was not read.")
    return not site.files().isdisjoint(unpack(key))
