from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import top_level_nodes
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class SdMissingType(PageRule):
    id = "sd.missing-type"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "An object of structured data has no type"
    remedy = 'Add "@type" with the schema.org type of the thing, such as Article, Product or Organization.'
    source = "https://developers.google.com/search/docs/appearance/structured-data/intro-structured-data"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for block in page.json_ld:
            for node in top_level_nodes(block.text):
                # Other vocabularies need no types.
                if not node.properties.get("@type") and "schema.org" in str(node.context).lower():
                    keys = ", ".join(list(node.properties)[:8])
                    yield Failure("An object of the JSON-LD block has no @type.", keys, block.line)
