from collections.abc import Iterator

from seo_meta.core.audit import Gate, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class WaiverOverBroad(SiteRule):
    id = "waiver.over-broad"
    kind = Kind.SPEC
    severity = Severity.ERROR
    timeless = False
    requires = Gate.FINDINGS
    summary = "A waiver covers more than somebody can have decided"
    remedy = "Name the rule and the narrowest path, or turn the rule off in siteagent.toml, or write a baseline."

    def applies(self, site: Site) -> bool:
        return bool(site.waivers())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for use in site.waivers():
            waiver = use.waiver
            if waiver.expired(site.today):
                continue
            whose = f"The waiver of {waiver.owner}{waiver.where}"
            if waiver.covers_everything:
                yield SiteFailure(0, f"{whose} covers every rule on every page.", waiver.name)
            elif use.findings > limits.waiver_max_findings:
                yield SiteFailure(0, f"{whose} covers {use.findings:,} findings.", waiver.name)
