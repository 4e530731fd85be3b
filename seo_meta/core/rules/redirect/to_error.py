from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.redirects import read_redirects


@site_rules.register
class RedirectToError(SiteRule):
    id = "redirect.to-error"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "A redirect ends in an error"
    remedy = "Redirect to a page that exists, or let the old address answer 404."

    def applies(self, site: Site) -> bool:
        return bool(read_redirects(site).pages)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        redirects = read_redirects(site)
        errors = {unpack(page.key)[0]: page.status for page in site.pages() if page.status >= 400}
        for key, redirect in redirects.pages.items():
            status = errors.get(redirects.end(key) or 0)
            if status:
                end = site.facts(redirects.last(key).id).redirect_url or ""
                yield SiteFailure(redirect.id, f"The redirect ends at {end}, which answers {status}.", end)
