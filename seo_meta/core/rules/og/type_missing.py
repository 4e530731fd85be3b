from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgTypeMissing(PageRule):
    id = "og.type-missing"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page has Open Graph properties but no og:type"
    remedy = 'Add <meta property="og:type">: article for articles and posts, website for all others.'
    source = "https://ogp.me/#metadata"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return any(open_graph.properties(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if "og:type" not in open_graph.names(page):
            yield Failure("There are Open Graph properties, but og:type is not among them.", line=page.html_line)
