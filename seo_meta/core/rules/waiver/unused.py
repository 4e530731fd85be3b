from collections.abc import Iterator

from seo_meta.core.audit import Gate, Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class WaiverUnused(SiteRule):
    id = "waiver.unused"
    kind = Kind.SPEC
    severity = Severity.WARNING
    timeless = False
    requires = Gate.FINDINGS
    summary = "A waiver covers no finding"
    remedy = "Remove the waiver: what it covered is mended, or its path, evidence or fingerprint is wrong."

    def applies(self, site: Site) -> bool:
        return bool(site.waivers())

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        unused = [use.waiver for use in site.waivers() if not use.findings and not use.waiver.expired(site.today)]
        if unused and (site.filtered or not site.complete):
            raise Inconclusive("Pages were left out, and what a waiver covers may be on one of them.")
        for waiver in unused:
            yield SiteFailure(0, f"The waiver of {waiver.owner}{waiver.where} covers no finding.", waiver.name)
