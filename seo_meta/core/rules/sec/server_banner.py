import re
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers

VERSION = re.compile(r"\d+\.\d+|/\d")


@site_rules.register
class SecServerBanner(SiteRule):
    id = "sec.server-banner"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The host tells the version of its software"
    remedy = "Turn the version off: server_tokens off (nginx), ServerTokens Prod (Apache), expose_php = Off (PHP)."

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            for name in ("server", "x-powered-by"):
                written = page.headers.get(name, "")
                if VERSION.search(written):
                    yield SiteFailure(id, f"The {name} header tells a version.", written)
