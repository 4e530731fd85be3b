from array import array
from collections.abc import Iterator

import msgspec

from seo_meta.core.audit import Inconclusive, SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack


@site_rules.register
class LinkDepth(SiteRule):
    id = "link.depth"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page is many clicks away from the home page"
    remedy = "Link to the page, or to its section, from a page nearer to the home page."
    source = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        if site.filtered:
            raise Inconclusive("Pages were left out by include or exclude, and their links are not known.")
        graph = _read(site)
        home = graph.places.get(unpack(site.home)[0])
        if home is None or home not in graph.starts:
            raise Inconclusive("The home page was not read, so nothing is known of the way from it.")
        depths = _depths(graph, home)
        for page in site.pages():
            # A page that no way leads to is a matter of link.orphan.
            depth = depths.get(graph.places[unpack(page.key)[0]], 0)
            if depth > limits.click_depth_max and page.indexable and page.self_canonical:
                yield SiteFailure(page.id, f"The page is {depth} clicks away from the home page.", page.url)


class _Graph(msgspec.Struct):
    """Links as four-byte places in one array, so that fifty thousand pages of a hundred links take 20 MB."""

    places: dict[int, int]
    """Key to a small number."""
    starts: dict[int, int]
    """Place of a page to where its targets begin in `targets`, which holds their number first."""
    targets: "array[int]"
    redirects: set[int]


def _read(site: Site) -> _Graph:
    graph = _Graph({}, {}, array("I"), set())
    places = graph.places
    for page in site.pages():
        place = places.setdefault(unpack(page.key)[0], len(places))
        if page.status >= 400:
            continue
        links = unpack(page.links)
        graph.starts[place] = len(graph.targets)
        graph.targets.append(len(links))
        graph.targets.extend(places.setdefault(key, len(places)) for key in links)
        if page.redirect:
            graph.redirects.add(place)
    return graph


def _depths(graph: _Graph, home: int) -> dict[int, int]:
    """Place to the least number of clicks from home. To be redirected is no click."""
    depths = {home: 0}
    level, depth = [home], 0
    while level:
        following: list[int] = []
        for place in level:  # grows by the targets of redirects
            start = graph.starts.get(place)
            for target in graph.targets[start + 1 : start + 1 + graph.targets[start]] if start is not None else ():
                if target not in depths:
                    redirected = place in graph.redirects
                    depths[target] = depth if redirected else depth + 1
                    (level if redirected else following).append(target)
        level, depth = following, depth + 1
    return depths
