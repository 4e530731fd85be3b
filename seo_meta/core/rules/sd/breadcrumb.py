from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS
from seo_meta.core.types import PageFacts


@page_rules.register
class SdBreadcrumb(PageRule):
    id = "sd.breadcrumb"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The breadcrumb in structured data is incomplete"
    remedy = "Give each ListItem its position, counted from 1, its name, and the URL of its page as item."
    source = RICH_RESULTS["BreadcrumbList"].source

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("BreadcrumbList"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        for trail in things.of_type("BreadcrumbList"):
            for problem in _problems(things, trail):
                yield Failure(f"In the breadcrumb, {problem}.", problem, trail.line)


def _problems(things: Graph, trail: Node) -> Iterator[str]:
    items = things.nodes_of(trail, "itemListElement")
    if not items:
        yield "there are no items"
        return
    positions = [next(iter(things.texts(item, "position")), "") for item in items]
    expected = [str(number) for number in range(1, len(items) + 1)]
    if sorted(positions, key=lambda position: (len(position), position)) != expected:
        yield shown(f"the positions are {', '.join(position or 'missing' for position in positions)}")
        return
    items.sort(key=lambda item: int(things.texts(item, "position")[0]))
    nameless = [str(place) for place, item in enumerate(items, 1) if not _has_name(things, item)]
    if nameless:
        yield shown(f"no name stands at position {', '.join(nameless)}")
    # The last item may be the page itself.
    pageless = [str(place) for place, item in enumerate(items[:-1], 1) if not things.values(item, "item")]
    if pageless:
        yield shown(f"no item stands at position {', '.join(pageless)}")


def _has_name(things: Graph, item: Node) -> bool:
    return any(things.values(node, "name") for node in (item, *things.nodes_of(item, "item")))
