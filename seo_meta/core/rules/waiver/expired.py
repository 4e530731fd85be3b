from collections.abc import Iterator

from seo_meta.core.audit import Gate, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class WaiverExpired(SiteRule):
    id = "waiver.expired"
    kind = Kind.SPEC
    severity = Severity.WARNING
    timeless = False
    requires = Gate.FINDINGS
    summary = "A waiver has expired"
    remedy = "Mend what it covered, or decide again: give it a later date, with a reason that holds."

    def applies(self, site: Site) -> bool:
        return bool(site.waivers())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for use in site.waivers():
            waiver = use.waiver
            if waiver.expired(site.today):
                findings = f"{use.findings:,} finding{'' if use.findings == 1 else 's'}"
                ended = f"ended on {waiver.expires}, and the {findings} that it fits count again"
                yield SiteFailure(0, f"The waiver of {waiver.owner}{waiver.where} {ended}.", waiver.name)
