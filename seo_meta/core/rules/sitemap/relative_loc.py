from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapRelativeLoc(SiteRule):
    id = "sitemap.relative-loc"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A sitemap lists addresses that are not absolute"
    remedy = "Write whole addresses, with https:// and the host."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for sitemap, entries in by_sitemap(site):
            relative = [entry.url for entry in entries if not urls.is_http(entry.url)]
            if relative:
                message = f"{len(relative):,} entries of {sitemap} have no absolute http(s) address and are ignored."
                yield SiteFailure(0, message, relative[0])
