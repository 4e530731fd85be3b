from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecXctoMissing(SiteRule):
    id = "sec.xcto-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host lets browsers guess content types"
    remedy = "Send X-Content-Type-Options: nosniff."
    source = "https://fetch.spec.whatwg.org/#x-content-type-options-header"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            written = page.headers.get("x-content-type-options", "")
            if written.partition(",")[0].strip().lower() != "nosniff":
                yield SiteFailure(id, "The home page is sent without X-Content-Type-Options: nosniff.", written)
