from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class RobotsTooBig(SiteRule):
    id = "robots.too-big"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt is larger than search engines read"
    remedy = "Join rules by shorter paths and * until the file is small."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return site.robots.state == "ok"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.robots.byte_size > limits.robots_max_bytes:
            message = f"Google ignores what follows the first {limits.robots_max_bytes:,} bytes of robots.txt."
            yield SiteFailure(0, message, site.robots.url)
