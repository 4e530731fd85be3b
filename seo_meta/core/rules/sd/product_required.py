from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete, own_products
from seo_meta.core.types import PageFacts


@page_rules.register
class SdProductRequired(PageRule):
    id = "sd.product-required"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The structured data of a product lacks what a rich result needs"
    remedy = "Add the name, and one of offers, review and aggregateRating, with what the page shows."
    source = RICH_RESULTS["Product"].source

    def applies(self, page: PageFacts) -> bool:
        return any(own_products(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        yield from incomplete(things, own_products(things), RICH_RESULTS["Product"].required)
