from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.changes import comparable

MAX_OPENED = 50
"""Pages whose facts are opened. A setting that changes the host changes it on every page."""


@site_rules.register
class CanonicalHostChanged(SiteRule):
    id = "canonical.host-changed"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    timeless = False
    summary = "Canonicals name another host than in the run before"
    remedy = "Correct the base URL that the canonicals are made of, unless the site has moved to that host."
    source = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"

    def applies(self, site: Site) -> bool:
        return comparable(site) is not None

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        before = comparable(site)
        if before is None:
            return
        known = {page.key: (page.canonical, page.id) for page in before.pages() if page.canonical}
        changed: list[tuple[int, int]] = []
        for page in site.pages():
            canonical, earlier = known.get(page.key, (page.canonical, 0))
            if page.canonical and page.canonical != canonical:
                changed.append((page.id, earlier))
        seen: set[tuple[str, str]] = set()
        for id, earlier in changed[:MAX_OPENED]:
            hosts = _host(before, earlier), _host(site, id)
            if all(hosts) and hosts[0] != hosts[1] and hosts not in seen:
                seen.add(hosts)
                message = f"The canonical of {site.facts(id).url} was on {hosts[0]} and is on {hosts[1]}"
                yield SiteFailure(0, f"{message}; {len(changed):,} pages changed theirs.", " to ".join(hosts))


def _host(site: Site, page: int) -> str:
    return urls.host_of(site.facts(page).canonical or "")
