from collections import Counter
from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.listed import by_sitemap, needs_address


@site_rules.register
class SitemapWrongHost(SiteRule):
    id = "sitemap.wrong-host"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A sitemap lists addresses of another host"
    remedy = "Generate the sitemap with the address that the site is served at."
    source = "https://www.sitemaps.org/protocol.html#location"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        needs_address(site)
        own = _origin(site.base_url)
        for sitemap, entries in by_sitemap(site):
            counts = Counter(_origin(entry.url) for entry in entries if urls.is_http(entry.url))
            for origin, count in counts.most_common():
                if origin != own:
                    message = f"{count:,} addresses in {sitemap} begin with {origin}; the site is at {own}."
                    yield SiteFailure(0, message, origin)


def _origin(url: str) -> str:
    """Scheme, host and port of a URL in WHATWG form."""
    return "/".join(url.split("/", 3)[:3])
