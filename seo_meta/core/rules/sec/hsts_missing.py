from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecHstsMissing(SiteRule):
    id = "sec.hsts-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host does not promise to be reached over HTTPS only"
    remedy = "Send Strict-Transport-Security: max-age=31536000 once all of the host is served over HTTPS."
    source = "https://www.rfc-editor.org/rfc/rfc6797"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            if page.url.startswith("https://") and "strict-transport-security" not in page.headers:
                yield SiteFailure(id, "The home page is sent without a Strict-Transport-Security header.")
