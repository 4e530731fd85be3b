from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, SitemapFile


@site_rules.register
class SitemapIndexNested(SiteRule):
    id = "sitemap.index-nested"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A sitemap index lists another sitemap index"
    remedy = "List the sitemaps themselves in the first index."
    source = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/large-sitemaps"

    def applies(self, site: Site) -> bool:
        return bool(site.sitemaps)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        for file in site.sitemaps:
            if file.is_index and file.parent:
                message = f"{file.parent} lists this index, and search engines read an index in an index as an error."
                yield SiteFailure(0, message + _circle(file), file.url)
            elif file.loop:
                yield SiteFailure(0, f"Search engines read an index in an index as an error.{_circle(file)}", file.url)


def _circle(file: SitemapFile) -> str:
    if not file.loop:
        return ""
    return f" It lists {'itself' if file.loop == file.url else f'{file.loop}, which leads to it'}."
