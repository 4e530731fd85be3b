import re
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.redirects import read_redirects

HOME = re.compile(r"/(?:index|default|home)(?:\.\w{2,5})?/?$", re.IGNORECASE)


@site_rules.register
class RedirectToHomepage(SiteRule):
    id = "redirect.to-homepage"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "Many addresses redirect to the home page"
    remedy = "Redirect each to the page that took its place, and let the others answer 404 or 410."

    def applies(self, site: Site) -> bool:
        return bool(read_redirects(site).pages)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        redirects = read_redirects(site)
        (home,) = unpack(site.home)
        sent = [page for key, page in redirects.pages.items() if redirects.end(key) == home]
        sent = [page for page in sent if not HOME.search(page.url)]
        if len(sent) >= limits.home_redirects_min:
            message = f"{len(sent)} addresses redirect to the home page, among them {sent[0].url}."
            yield SiteFailure(0, message, site.base_url)
