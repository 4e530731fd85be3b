from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import read_clusters


@site_rules.register
class HreflangLangMismatch(SiteRule):
    id = "hreflang.lang-mismatch"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page declares one language to browsers and another to search engines"
    remedy = "Correct the lang attribute, or the hreflang code of the page itself."

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for page in read_clusters(site).annotations.values():
            codes = page.own_codes
            if page.language and codes and not any(languages.same_language(page.language, code) for code in codes):
                message = f"The lang attribute says {page.language}, hreflang says {', '.join(sorted(codes))}."
                yield SiteFailure(page.page, message, page.language)
