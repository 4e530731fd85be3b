from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.csp import policies, script_faults
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecCspWeak(SiteRule):
    id = "sec.csp-weak"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The Content Security Policy lets injected scripts run"
    remedy = "Allow scripts by nonce or hash, and no other inline scripts or whole schemes."
    source = "https://www.w3.org/TR/CSP3/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            faults = [list(script_faults(policy)) for policy in policies(page)]
            # A script must pass every policy, so one that is strict is enough.
            if faults and all(faults):
                yield SiteFailure(id, f"The policy stops no injected script: {'; '.join(faults[0])}.", faults[0][0])
