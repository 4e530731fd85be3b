from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows
from seo_meta.core.site import Site
from seo_meta.core.topics.canonicals import canonical_of, read_canonicals


@site_rules.register
class CanonicalToBlocked(SiteRule):
    id = "canonical.to-blocked"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "robots.txt forbids the canonical URL"
    remedy = "Allow the canonical URL in robots.txt, or name a page that crawlers may read."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.robots.state != "ok":
            return
        for page in read_canonicals(site).naming:
            url, line = canonical_of(site, page.id)
            if site.key(url) and not allows(site.robots.text, url):
                yield SiteFailure(page.id, f"robots.txt forbids Googlebot the canonical URL {url}.", url, line)
