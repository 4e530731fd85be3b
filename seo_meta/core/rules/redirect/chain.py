from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.redirects import read_redirects


@site_rules.register
class RedirectChain(SiteRule):
    id = "redirect.chain"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A redirect leads to another redirect"
    remedy = "Redirect straight to the last address."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"

    def applies(self, site: Site) -> bool:
        return bool(read_redirects(site).pages)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        redirects = read_redirects(site)
        for key, page in redirects.pages.items():
            _, hops = redirects.ends.get(key, (0, 0))
            if hops > limits.redirect_max_hops:
                end = site.facts(redirects.last(key).id).redirect_url or ""
                yield SiteFailure(page.id, f"It takes {hops} redirects to get to {end}.", end)
