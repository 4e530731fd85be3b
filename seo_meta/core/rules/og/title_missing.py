from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgTitleMissing(PageRule):
    id = "og.title-missing"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page has Open Graph properties but no og:title"
    remedy = 'Add <meta property="og:title"> with the title that a shared link should show.'
    source = "https://ogp.me/#metadata"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        # Without Open Graph, a shared link shows the <title>: nothing is amiss.
        return any(open_graph.properties(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if all(name != "og:title" for name, _ in open_graph.properties(page)):
            yield Failure("There are Open Graph properties, but og:title is not among them.", line=page.html_line)
