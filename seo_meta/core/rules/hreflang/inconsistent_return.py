from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import link_to, read_clusters


@site_rules.register
class HreflangInconsistentReturn(SiteRule):
    id = "hreflang.inconsistent-return"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "A page gives another page a language that it does not give itself"
    remedy = "Give each page the same code everywhere."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        annotations = read_clusters(site).annotations
        for own, page in annotations.items():
            for key, given in page.codes_by_target().items() if page.stands else ():
                other = annotations.get(key)
                if other is None or key == own or not other.stands:
                    continue
                itself = other.own_codes
                if given and itself and given.isdisjoint(itself):
                    link = link_to(site, page.page, key)
                    here, there = ", ".join(sorted(given)), ", ".join(sorted(itself))
                    message = f"{link.url} is {here} here, and {there} on the page itself."
                    yield SiteFailure(page.page, message, link.href or "", link.line)
