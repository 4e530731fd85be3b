from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecReferrerPolicyMissing(SiteRule):
    id = "sec.referrer-policy-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host does not say what other sites learn of its addresses"
    remedy = "Send Referrer-Policy: strict-origin-when-cross-origin."
    source = "https://www.w3.org/TR/referrer-policy/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            if "referrer-policy" not in page.headers and not page.meta("referrer"):
                yield SiteFailure(id, "The home page is sent without a Referrer-Policy.")
