from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete, own_articles
from seo_meta.core.types import PageFacts

PROPERTIES = ("dateModified", "image")


@page_rules.register
class SdArticleRecommended(PageRule):
    id = "sd.article-recommended"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The structured data of an article lacks its image or the date of its last change"
    remedy = "Add image and dateModified; the latter equals datePublished while nothing has changed."
    source = RICH_RESULTS["Article"].source

    def applies(self, page: PageFacts) -> bool:
        return any(own_articles(graph(page)))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        yield from incomplete(things, own_articles(things), PROPERTIES)
