import re
from collections.abc import Iterator

from seo_meta.core import cookies
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers
from seo_meta.core.types import PageFacts

SESSION = re.compile(r"^(?!.*(?:csrf|xsrf)).*(?:sess|sid$|auth|jwt|token)", re.IGNORECASE)
MAX_NAME = 60


@site_rules.register
class SecCookieFlags(SiteRule):
    id = "sec.cookie-flags"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A cookie of the host lacks a flag that protects it"
    remedy = "Set Secure, SameSite, and for session cookies HttpOnly."
    source = "https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            faults = list(_lacking(page))
            if faults:
                yield SiteFailure(id, f"A cookie of the home page: {'; '.join(faults)}.", faults[0])


def _lacking(page: PageFacts) -> Iterator[str]:
    """A clause for each cookie that lacks a flag."""
    for name, flags in cookies.flags_of(page.headers.get("set-cookie", "")):
        wanted = {
            "Secure": page.url.startswith("https://"),
            "SameSite": True,
            "HttpOnly": bool(SESSION.search(name)),
        }
        lacking = [flag for flag, needed in wanted.items() if needed and flag.lower() not in flags]
        if lacking:
            yield f"{name[:MAX_NAME]} lacks {', '.join(lacking)}"
