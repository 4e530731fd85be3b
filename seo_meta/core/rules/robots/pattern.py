from collections.abc import Iterator
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site


@site_rules.register
class RobotsPattern(SiteRule):
    id = "robots.pattern"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt has paths that match nothing"
    remedy = "Begin the path with / or *, and use $ only as its last character."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        rules = (line for line in lines(site.robots.text) if line.directive in ("allow", "disallow"))
        for line in islice((line for line in rules if _fault(line.value)), MAX_REPORTED):
            yield SiteFailure(0, _fault(line.value), line.text, line.number)


def _fault(path: str) -> str:
    if path and not path.startswith(("/", "*")):
        return "The path begins with neither / nor *, so it matches no page."
    if "$" in path[:-1]:
        return "Only at its end means $ the end of the address; here it is taken literally."
    return ""
