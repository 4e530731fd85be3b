from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import Target, judge_targets, read_clusters


@site_rules.register
class HreflangToRedirect(SiteRule):
    id = "hreflang.to-redirect"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "An hreflang annotation leads to a redirect"
    remedy = "Name the address that the redirect leads to."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        yield from judge_targets(site, _fault)


def _fault(target: Target) -> str:
    return "is a redirect" if target.status is not None and 300 <= target.status < 400 else ""
