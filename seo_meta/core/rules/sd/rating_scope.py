from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class SdRatingScope(PageRule):
    id = "sd.rating-scope"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    summary = "An organization rates itself in structured data"
    remedy = "Rate the products or services instead; on a site about other businesses, leave it as it is."
    source = "https://developers.google.com/search/docs/appearance/structured-data/review-snippet#self-serving"

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("Organization"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        for node in things.of_type("Organization"):
            rated = [name for name in ("aggregateRating", "review") if things.values(node, name)]
            if node.is_main and rated:
                message = f"The {node.label} has {' and '.join(rated)}. On its own site Google shows no stars for it."
                yield Failure(message, f"{node.label}: {', '.join(rated)}", node.line)
