from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts


@page_rules.register
class SdLocalBusiness(PageRule):
    id = "sd.local-business"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The structured data of a business lacks its name or its place"
    remedy = "Add the name, and the address or the area that is served."
    source = RICH_RESULTS["LocalBusiness"].source

    def applies(self, page: PageFacts) -> bool:
        return any(_businesses(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        yield from incomplete(things, _businesses(things), RICH_RESULTS["LocalBusiness"].required)


def _businesses(things: Graph) -> Iterator[Node]:
    """The page's own, not those that it mentions."""
    return (node for node in things.of_type("LocalBusiness") if node.is_main)
