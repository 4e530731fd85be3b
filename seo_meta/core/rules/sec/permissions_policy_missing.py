from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecPermissionsPolicyMissing(SiteRule):
    id = "sec.permissions-policy-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host does not limit what frames may use"
    remedy = "Send Permissions-Policy with what the site does not use, such as camera=(), geolocation=()."
    source = "https://www.w3.org/TR/permissions-policy/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            if "permissions-policy" not in page.headers:
                yield SiteFailure(id, "The home page is sent without a Permissions-Policy.")
