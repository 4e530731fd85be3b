from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts

OTHER_RULES = (
    "AggregateOffer",
    "AggregateRating",
    "BreadcrumbList",
    "LocalBusiness",
    "Offer",
    "Product",
    "Review",
    "VideoObject",
)
TYPES = [
    type
    for type, result in RICH_RESULTS.items()
    if result.state == "current" and result.required and type not in OTHER_RULES
]


@page_rules.register
class SdRichResultRequired(PageRule):
    id = "sd.rich-result-required"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The structured data lacks what its rich result needs"
    remedy = "Add the properties, with what the page shows."
    source = "https://developers.google.com/search/docs/appearance/structured-data/search-gallery"

    def applies(self, page: PageFacts) -> bool:
        return any(any(_own(graph(page), type)) for type in TYPES)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        for type in TYPES:
            yield from incomplete(things, _own(things, type), RICH_RESULTS[type].required)


def _own(things: Graph, type: str) -> Iterator[Node]:
    """What the page is about, not what it lists or mentions."""
    return (node for node in things.of_type(type) if node.is_main)
