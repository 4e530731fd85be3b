from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, TextFile
from seo_meta.core.topics.changes import comparable


@site_rules.register
class RobotsChanged(SiteRule):
    id = "robots.changed"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    timeless = False
    summary = "robots.txt differs from that of the run before"
    remedy = "Check that the change was meant; if it was, nothing is left to do."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots/intro"

    def applies(self, site: Site) -> bool:
        before = comparable(site)
        return before is not None and "unreachable" not in (site.robots.state, before.robots.state)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        old, new = list(_rules(before.robots)), list(_rules(site.robots))
        if old == new:
            return
        gone = [f"-{line}" for line in old if line not in new]
        added = [f"+{line}" for line in new if line not in old]
        evidence = "; ".join(gone + added) or "The same lines in another order"
        yield SiteFailure(0, f"robots.txt is not what it was on {before.today}.", evidence)


def _rules(robots: TextFile) -> Iterator[str]:
    """The lines that a crawler reads, without comments and outer white space (RFC 9309, 2.2)."""
    for line in robots.text.splitlines():
        rule = line.partition("#")[0].strip()
        if rule:
            yield rule
