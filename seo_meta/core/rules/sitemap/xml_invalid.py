from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site


@site_rules.register
class SitemapXmlInvalid(SiteRule):
    id = "sitemap.xml-invalid"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A sitemap cannot be parsed"
    remedy = "Write the sitemap with a library, so that it is well-formed XML with escaped addresses."
    source = "https://www.sitemaps.org/protocol.html"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.state == "invalid":
                yield SiteFailure(0, file.error, file.url)
