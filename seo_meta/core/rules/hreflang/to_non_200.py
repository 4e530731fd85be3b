from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import Target, judge_targets, read_clusters


@site_rules.register
class HreflangToNon200(SiteRule):
    id = "hreflang.to-non-200"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An hreflang annotation leads to a page that does not answer"
    remedy = "Correct the address, or remove the annotation."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        yield from judge_targets(site, _fault)


def _fault(target: Target) -> str:
    if target.status is None:
        return "does not exist"
    good = target.status == 200 or 300 <= target.status < 400
    return "" if good else f"answers {target.status}"
