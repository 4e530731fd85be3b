from collections.abc import Iterator
from itertools import islice, takewhile

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site


@site_rules.register
class RobotsRuleBeforeAgent(SiteRule):
    id = "robots.rule-before-agent"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "robots.txt has rules for nobody"
    remedy = "Begin with the line User-agent: * or the name of a crawler."
    source = "https://www.rfc-editor.org/rfc/rfc9309#section-2.2"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = takewhile(lambda line: line.directive != "user-agent", lines(site.robots.text))
        rules = (line for line in before if line.directive in ("allow", "disallow"))
        for line in islice(rules, MAX_REPORTED):
            message = "The rule stands before any User-agent, so it holds for no crawler."
            yield SiteFailure(0, message, line.text, line.number)
