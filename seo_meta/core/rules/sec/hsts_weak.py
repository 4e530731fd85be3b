import re
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers

MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
SECONDS_PER_DAY = 86_400


@site_rules.register
class SecHstsWeak(SiteRule):
    id = "sec.hsts-weak"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The promise to be reached over HTTPS only is short"
    remedy = "Raise max-age, at last to a year: 31536000."
    source = "https://www.rfc-editor.org/rfc/rfc6797"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            header = page.headers.get("strict-transport-security")
            found = MAX_AGE.search(header or "")
            days = int(found[1]) // SECONDS_PER_DAY if found else 0
            if header is not None and days < limits.hsts_min_days:
                message = f"Strict-Transport-Security holds for {days} days, less than {limits.hsts_min_days}."
                yield SiteFailure(id, message, header)
