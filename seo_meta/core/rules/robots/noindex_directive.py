from collections.abc import Iterator
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site


@site_rules.register
class RobotsNoindexDirective(SiteRule):
    id = "robots.noindex-directive"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt uses noindex, which Google ignores"
    remedy = "Put noindex into the robots meta element of the page, or an X-Robots-Tag header."
    source = "https://developers.google.com/search/blog/2019/07/a-note-on-unsupported-rules-in-robotstxt"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        used = (line for line in lines(site.robots.text) if line.directive == "noindex")
        for line in islice(used, MAX_REPORTED):
            message = "Google has ignored noindex in robots.txt since September 2019."
            yield SiteFailure(0, message, line.text, line.number)
