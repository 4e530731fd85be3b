from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows, blocking_line
from seo_meta.core.site import Site


@site_rules.register
class RobotsBlocksAll(SiteRule):
    id = "robots.blocks-all"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "robots.txt forbids Googlebot the whole site"
    remedy = "Remove the line when the site is meant to be found."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        line = blocking_line(site.robots.text, site.base_url)
        if line is None or any(allows(site.robots.text, page.url) for page in site.pages()):
            return
        yield SiteFailure(0, "robots.txt forbids Googlebot every page of the site.", line.text, line.number)
