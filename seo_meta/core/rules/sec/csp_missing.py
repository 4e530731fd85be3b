from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.csp import policies
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecCspMissing(SiteRule):
    id = "sec.csp-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host sends no Content Security Policy"
    remedy = "Send a Content-Security-Policy; try it out with Content-Security-Policy-Report-Only."
    source = "https://www.w3.org/TR/CSP3/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            if not policies(page):
                yield SiteFailure(id, "The home page is sent without a Content-Security-Policy.")
