from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgDescriptionMissing(PageRule):
    id = "og.description-missing"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page has Open Graph properties but no og:description"
    remedy = 'Add <meta property="og:description"> with one or two sentences for those who meet the link elsewhere.'
    source = "https://ogp.me/#optional"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        # A page without any description has the one fault that description.missing names.
        return bool(page.description) and any(open_graph.properties(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if "og:description" not in open_graph.names(page):
            yield Failure("There are Open Graph properties, but og:description is not among them.", line=page.html_line)
