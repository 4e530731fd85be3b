from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import read_clusters


@site_rules.register
class HreflangMissingSelf(SiteRule):
    id = "hreflang.missing-self"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A page with language versions does not list itself"
    remedy = "Add an annotation with the language and the URL of the page itself."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for key, page in read_clusters(site).annotations.items():
            if page.stands and key not in page.targets:
                yield SiteFailure(page.page, "The hreflang annotations name other versions, but not this page.")
