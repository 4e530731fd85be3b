from collections.abc import Iterator

from seo_meta.core import text
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapDuplicateUrl(SiteRule):
    id = "sitemap.duplicate-url"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A sitemap lists an address more than once"
    remedy = "List each address once."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for sitemap, entries in by_sitemap(site):
            seen: set[bytes] = set()
            repeated: list[str] = []
            for entry in entries:
                key = text.key64(entry.url)
                if key in seen:
                    repeated.append(entry.url)
                seen.add(key)
            if repeated:
                message = f"{len(repeated):,} entries of {sitemap} repeat an address that it has listed before."
                yield SiteFailure(0, message, repeated[0])
