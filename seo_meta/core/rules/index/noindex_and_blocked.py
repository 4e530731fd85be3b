from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows
from seo_meta.core.site import Site


@site_rules.register
class IndexNoindexAndBlocked(SiteRule):
    id = "index.noindex-and-blocked"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt keeps crawlers from seeing that the page says noindex"
    remedy = "Allow the page in robots.txt, so that its noindex can be read."
    source = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.robots.state != "ok":
            return
        for page in site.pages():
            if page.noindex and page.status == 200 and not allows(site.robots.text, page.url):
                message = "robots.txt forbids Googlebot the page, so its noindex is never read."
                yield SiteFailure(page.id, message, page.url)
