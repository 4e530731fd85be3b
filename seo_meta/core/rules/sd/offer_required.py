import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts

NUMBER = re.compile(r"\d+(?:\.\d+)?")
PRICES = ("price", "lowPrice", "highPrice")


@page_rules.register
class SdOfferRequired(PageRule):
    id = "sd.offer-required"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The offer of a product lacks its price or currency"
    remedy = "Add price as a plain number with a point, and priceCurrency as three letters, such as EUR."
    source = RICH_RESULTS["Offer"].source

    def applies(self, page: PageFacts) -> bool:
        return bool(_offers(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        offers = _offers(things)
        for type in ("Offer", "AggregateOffer"):
            of_type = [node for node in offers if node.is_a(type) and node.is_a("AggregateOffer") == (type != "Offer")]
            yield from incomplete(things, of_type, RICH_RESULTS[type].required)
        prices = {(name, price): node for node in offers for name in PRICES for price in things.texts(node, name)}
        for (name, price), node in prices.items():
            if not NUMBER.fullmatch(price):
                yield Failure(
                    f'{node.label}.{name} is "{shown(price)}", which is not a plain number.', price, node.line
                )


def _offers(things: Graph) -> list[Node]:
    """Those of products: what else may be offered, such as an event, needs no price."""
    return [offer for product in things.of_type("Product") for offer in things.nodes_of(product, "offers")]
