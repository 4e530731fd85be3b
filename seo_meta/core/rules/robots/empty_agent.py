from collections.abc import Iterator
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site


@site_rules.register
class RobotsEmptyAgent(SiteRule):
    id = "robots.empty-agent"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "robots.txt has a User-agent without a name"
    remedy = "Name the crawler, or write * for all."
    source = "https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        empty = (line for line in lines(site.robots.text) if line.directive == "user-agent" and not line.value)
        for line in islice(empty, MAX_REPORTED):
            yield SiteFailure(0, "The line names no crawler.", line.text, line.number)
