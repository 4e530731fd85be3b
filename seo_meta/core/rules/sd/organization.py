from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts


@page_rules.register
class SdOrganization(PageRule):
    id = "sd.organization"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The structured data of an organization lacks its name, URL or logo"
    remedy = "Add name, url and logo."
    source = RICH_RESULTS["Organization"].source

    def applies(self, page: PageFacts) -> bool:
        return any(_organizations(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        yield from incomplete(things, _organizations(things), RICH_RESULTS["Organization"].recommended)


def _organizations(things: Graph) -> Iterator[Node]:
    """The page's own. A local business has a rule of its own."""
    return (node for node in things.of_type("Organization") if node.is_main and not node.is_a("LocalBusiness"))
