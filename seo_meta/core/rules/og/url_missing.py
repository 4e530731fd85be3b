from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgUrlMissing(PageRule):
    id = "og.url-missing"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page has Open Graph properties but no og:url"
    remedy = 'Add <meta property="og:url"> with the canonical URL of the page.'
    source = "https://ogp.me/#metadata"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return any(open_graph.properties(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if "og:url" not in open_graph.names(page):
            yield Failure("There are Open Graph properties, but og:url is not among them.", line=page.html_line)
