from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import Target, judge_targets, read_clusters


@site_rules.register
class HreflangToNonCanonical(SiteRule):
    id = "hreflang.to-non-canonical"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "An hreflang annotation leads to a page that names another one as its canonical"
    remedy = "Name the canonical page of that version."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        yield from judge_targets(site, _fault)


def _fault(target: Target) -> str:
    return "" if target.self_canonical or target.status != 200 else "names another page as its canonical"
