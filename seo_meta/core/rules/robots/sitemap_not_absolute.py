from collections.abc import Iterator
from itertools import islice

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import MAX_REPORTED, lines
from seo_meta.core.site import Site


@site_rules.register
class RobotsSitemapNotAbsolute(SiteRule):
    id = "robots.sitemap-not-absolute"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt names a sitemap without its whole address"
    remedy = "Write the whole address, with https:// and the host."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/robots_txt"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        named = (line for line in lines(site.robots.text) if line.directive == "sitemap")
        for line in islice((line for line in named if not _is_absolute(line.value)), MAX_REPORTED):
            yield SiteFailure(0, "The address of the sitemap is not absolute.", line.text, line.number)


def _is_absolute(address: str) -> bool:
    url = urls.join("about:blank", address) or ""
    return url.startswith(("https://", "http://", "ftp://"))
