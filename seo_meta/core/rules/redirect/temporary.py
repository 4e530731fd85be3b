from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site

TEMPORARY = (302, 307)


@site_rules.register
class RedirectTemporary(SiteRule):
    id = "redirect.temporary"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    timeless = False
    summary = "A temporary redirect has become permanent"
    remedy = "Answer with 301 or 308 if the old address is not to come back."
    source = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"

    def applies(self, site: Site) -> bool:
        return site.previous() is not None

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        earlier = site.previous()
        redirects = {bytes(page.key): page for page in site.pages() if page.status in TEMPORARY}
        for page in earlier.pages() if earlier and redirects else ():
            now = redirects.get(bytes(page.key))
            if now and page.status in TEMPORARY and bytes(page.redirect) == bytes(now.redirect):
                message = f"The page answers {now.status}, a temporary redirect, as it did in the run before."
                yield SiteFailure(now.id, message, site.facts(now.id).redirect_url or "")
