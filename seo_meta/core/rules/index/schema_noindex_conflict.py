from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import top_level_nodes
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Of the features in Google's search gallery those about the page itself, whose markup is written for its result.
# https://developers.google.com/search/docs/appearance/structured-data/search-gallery
RESULT_TYPES = frozenset(
    (
        *("AggregateOffer", "AggregateRating", "Article", "BlogPosting", "Book", "Course", "Dataset", "Event"),
        *("DiscussionForumPosting", "FAQPage", "JobPosting", "Movie", "NewsArticle", "Product", "ProductGroup"),
        *("QAPage", "Recipe", "Review", "SoftwareApplication", "VacationRental", "VideoObject"),
    )
)


@page_rules.register
class IndexSchemaNoindexConflict(PageRule):
    id = "index.schema-noindex-conflict"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "A page that is kept out of search has markup for a rich result"
    remedy = "Remove noindex if the page should be found; else the markup is of no use."
    source = "https://developers.google.com/search/docs/appearance/structured-data/sd-policies"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return bool(page.noindex and page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for block in page.json_ld:
            for node in top_level_nodes(block.text):
                types = node.properties.get("@type")
                for name in types if isinstance(types, list) else [types]:
                    if isinstance(name, str) and name in RESULT_TYPES:
                        yield Failure(f"The page says noindex, yet has the markup of a {name}.", name, block.line)
