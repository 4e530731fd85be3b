from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.sitemap import NAMESPACE


@site_rules.register
class SitemapNamespace(SiteRule):
    id = "sitemap.namespace"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "A sitemap does not declare the namespace of the protocol"
    remedy = f'Write xmlns="{NAMESPACE}" on the first element of the sitemap.'
    source = "https://www.sitemaps.org/protocol.html#urlsetdef"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.namespace is not None:
                declared = f"the namespace {file.namespace}" if file.namespace else "no namespace"
                yield SiteFailure(0, f"Its elements are in {declared}, not in {NAMESPACE}.", file.url)
