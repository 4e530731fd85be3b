import re
from collections.abc import Iterator
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site

NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")


@site_rules.register
class RobotsCrawlDelayHigh(SiteRule):
    id = "robots.crawl-delay-high"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "robots.txt asks crawlers to wait long between requests"
    remedy = "Lower the delay, or remove it if the server can do without."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        asked = (line for line in lines(site.robots.text) if line.directive == "crawl-delay")
        high = (line for line in asked if _seconds(line.value) > limits.crawl_delay_max_seconds)
        for line in islice(high, MAX_REPORTED):
            pages = int(86_400 / _seconds(line.value))
            message = f"At this delay a crawler reads at most {pages:,} pages a day. Google ignores the line."
            yield SiteFailure(0, message, line.text, line.number)


def _seconds(value: str) -> float:
    return float(value) if NUMBER.fullmatch(value) else 0.0
