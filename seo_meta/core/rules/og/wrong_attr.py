from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgWrongAttr(PageRule):
    id = "og.wrong-attr"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "An Open Graph property is written as a name"
    remedy = "Write property= instead of name= for the og: properties."
    source = "https://ogp.me/#metadata"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        found = list(open_graph.properties(page))
        well_written = {name for name, meta in found if meta.property}
        for name, meta in found:
            if name not in well_written:
                yield Failure(f'{name} is written as name="{name}".', name, meta.line)
