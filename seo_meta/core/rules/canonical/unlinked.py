from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.canonicals import at_canonical, read_canonicals
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class CanonicalUnlinked(SiteRule):
    id = "canonical.unlinked"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "No page links to the canonical URL"
    remedy = "Link to the canonical page rather than to its copies, or list it in the sitemap."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        naming, targets = read_canonicals(site)
        unlinked = {unpack(key)[0] for key, target in targets.items() if target.status == 200}
        unlinked.difference_update(unpack(site.home))
        if unlinked:
            inlinks = read_inlinks(site)
            unlinked -= inlinks.searchable | inlinks.unsearchable
        for entry in site.sitemap_entries() if unlinked else ():
            unlinked.difference_update(unpack(entry.key or b""))
        for page in naming if unlinked else ():
            if not unlinked.isdisjoint(unpack(page.canonical)):
                yield at_canonical(site, page.id, "Only canonical links lead to {}: no page and no sitemap names it.")
