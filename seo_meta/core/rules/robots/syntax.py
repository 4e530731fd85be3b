from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, Line, lines
from seo_meta.core.site import Site

KNOWN = (
    *("user-agent", "allow", "disallow", "sitemap", "crawl-delay", "noindex"),
    *("clean-param", "host", "request-rate", "visit-time", "content-signal"),
)
"""What some crawler reads. https://github.com/GoogleChrome/lighthouse/blob/main/core/audits/seo/robots-txt.js"""


@site_rules.register
class RobotsSyntax(SiteRule):
    id = "robots.syntax"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "robots.txt has lines that crawlers skip"
    remedy = "Write each line as a directive, a colon and a value; begin a remark with #."
    source = "https://www.rfc-editor.org/rfc/rfc9309#section-2.2"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.robots.text.lstrip().lower().startswith(("<!doctype", "<html")):
            yield SiteFailure(0, "robots.txt is an HTML page, in which crawlers find no rule.", site.robots.url, 1)
            return
        wrong = (line for line in lines(site.robots.text) if line.directive not in KNOWN)
        for line in islice(wrong, MAX_REPORTED):
            yield SiteFailure(0, _message(line), line.text, line.number)


def _message(line: Line) -> str:
    if not line.directive:
        return "The line has no colon, and not every crawler reads it."
    near = get_close_matches(line.directive[:30], KNOWN, n=1)
    meant = f" {near[0].capitalize()} may be meant." if near else ""
    return f"Crawlers do not know this directive and skip the line.{meant}"
