from collections.abc import Iterator

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack
from seo_meta.core.topics.hreflang import read_clusters
from seo_meta.core.topics.inlinks import read_inlinks


@site_rules.register
class HreflangUnlinked(SiteRule):
    id = "hreflang.unlinked"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "A language version is named by hreflang alone"
    remedy = "Link to the version, for example from a choice of languages."

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        inlinks = read_inlinks(site)
        linked = {*unpack(site.home)} | inlinks.searchable | inlinks.unsearchable
        for key, target in read_clusters(site).targets.items():
            if target.stands and key not in linked:
                yield SiteFailure(target.page, "No page links to this language version.")
