from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.host import home_answers


@site_rules.register
class SecSriMissing(SiteRule):
    id = "sec.sri-missing"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Scripts from other hosts are loaded without a checksum"
    remedy = "Add integrity and crossorigin to scripts whose file does not change, or host them yourself."
    source = "https://www.w3.org/TR/sri-2/"

    def applies(self, site: Site) -> bool:
        return bool(home_answers(site))

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for id, page in home_answers(site):
            own = urls.host_of(page.url)
            unchecked = [script for script in page.scripts if script.url and script.integrity is None]
            foreign = [script for script in unchecked if urls.host_of(script.url or "") != own]
            if foreign:
                message = f"{len(foreign)} scripts from other hosts have no integrity, such as {foreign[0].url}."
                yield SiteFailure(id, message, foreign[0].url or "", foreign[0].line)
