from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows, blocking_line
from seo_meta.core.site import Site
from seo_meta.core.types import PageFacts


@site_rules.register
class RobotsBlocksResources(SiteRule):
    id = "robots.blocks-resources"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt forbids scripts or style sheets that pages need"
    remedy = "Allow the file, so that Google sees the page as readers do."
    source = "https://developers.google.com/search/docs/crawling-indexing/javascript/javascript-seo-basics"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        told: set[str] = set()
        templates: set[str] = set()
        for page in site.pages():
            # Pages of one template load the same files, and the facts of a page cost more than its row.
            if not page.indexable or page.template in templates or not allows(site.robots.text, page.url):
                continue
            templates.add(page.template)
            for url in set(_needed(site.facts(page.id))) - told:
                if site.key(url) and (line := blocking_line(site.robots.text, url)):
                    told.add(url)
                    message = f"This page and those like it need {url}, which robots.txt forbids Googlebot to fetch."
                    yield SiteFailure(page.id, message, line.text, line.number)


def _needed(page: PageFacts) -> Iterator[str]:
    yield from (script.url for script in page.scripts if script.url)
    yield from (link.url for link in page.linked("stylesheet") if link.url)
