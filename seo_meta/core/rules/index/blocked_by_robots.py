from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.robots_txt import allows
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class IndexBlockedByRobots(SiteRule):
    id = "index.blocked-by-robots"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "robots.txt forbids a page that the site links to"
    remedy = "Allow the page in robots.txt if it should be found; if it should not, let it say noindex instead."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/intro"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.robots.state != "ok":
            return
        blocked = [
            (page.id, page.url, unpack(page.key)[0])
            for page in site.pages()
            if page.indexable and page.self_canonical and not allows(site.robots.text, page.url)
        ]
        for id, url, key in blocked:
            # What was read over HTTP was come by somehow.
            if not site.inventory or _is_linked(site, key):
                yield SiteFailure(id, "robots.txt forbids Googlebot this page, which search would show.", url)


def _is_linked(site: Site, key: int) -> bool:
    inlinks = read_inlinks(site)
    return key in inlinks.searchable or key in inlinks.unsearchable or key in unpack(site.home)
