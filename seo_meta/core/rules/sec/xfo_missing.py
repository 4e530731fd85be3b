from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.csp import policies
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecXfoMissing(SiteRule):
    id = "sec.xfo-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host lets any site put its pages into a frame"
    remedy = "Send Content-Security-Policy: frame-ancestors 'self', or X-Frame-Options: SAMEORIGIN."
    source = "https://www.w3.org/TR/CSP3/#directive-frame-ancestors"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            framed = any("frame-ancestors" in policy for policy in policies(page))
            written = page.headers.get("x-frame-options", "")
            if not framed and written.strip().lower() not in ("deny", "sameorigin"):
                yield SiteFailure(id, "The home page has neither frame-ancestors nor X-Frame-Options.", written)
