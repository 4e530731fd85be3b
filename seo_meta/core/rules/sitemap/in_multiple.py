from collections.abc import Iterator

from seo_meta.core import text
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.listed import by_sitemap


@site_rules.register
class SitemapInMultiple(SiteRule):
    id = "sitemap.in-multiple"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "Several sitemaps list the same address"
    remedy = "List each address in one sitemap."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        first: dict[bytes, str] = {}
        for sitemap, entries in by_sitemap(site):
            shared: list[tuple[str, str]] = []
            for entry in entries:
                other = first.setdefault(text.key64(entry.url), sitemap)
                if other != sitemap:
                    shared.append((entry.url, other))
            if shared:
                url, other = shared[0]
                message = f"{len(shared):,} addresses of {sitemap} are listed before it; this one in {other}."
                yield SiteFailure(0, message, url)
