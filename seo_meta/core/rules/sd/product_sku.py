from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, own_products
from seo_meta.core.types import PageFacts

IDENTIFIERS = ("sku", "gtin", "gtin8", "gtin12", "gtin13", "gtin14", "isbn", "mpn", "productID", "asin")


@page_rules.register
class SdProductSku(PageRule):
    id = "sd.product-sku"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    on = False
    summary = "The structured data of a product has no identifier"
    remedy = "If the product has a GTIN, an ISBN, an MPN or a number of the shop, add it."
    source = RICH_RESULTS["Offer"].source

    def applies(self, page: PageFacts) -> bool:
        return any(own_products(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        for product in own_products(things):
            if things.missing(product, ("|".join(IDENTIFIERS),)):
                name = next(iter(things.texts(product, "name")), "")
                yield Failure(f"The {product.label} has neither sku, gtin, mpn nor isbn.", name, product.line)
