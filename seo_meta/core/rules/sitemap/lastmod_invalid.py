from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics import w3c_date
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapLastmodInvalid(SiteRule):
    id = "sitemap.lastmod-invalid"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A sitemap has dates that cannot be read"
    remedy = "Write lastmod as 2026-11-23, or with time and zone as 2026-11-23T09:30:00+00:00."
    source = "https://www.sitemaps.org/protocol.html#lastmoddef"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for sitemap, entries in by_sitemap(site):
            wrong = [entry.lastmod for entry in entries if entry.lastmod and w3c_date.read(entry.lastmod) is None]
            if wrong:
                message = f"{len(wrong):,} dates in {sitemap} are not in W3C form and are ignored."
                yield SiteFailure(0, message, wrong[0])
