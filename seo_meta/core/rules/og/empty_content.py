from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class OgEmptyContent(PageRule):
    id = "og.empty-content"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An Open Graph property is empty"
    remedy = "Give the property its value, or remove the element."
    source = "https://ogp.me/#metadata"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for name, meta in open_graph.properties(page):
            if not (meta.content or "").strip():
                state = "no content" if meta.content is None else "an empty content"
                yield Failure(f"{name} has {state}.", name, meta.line)
