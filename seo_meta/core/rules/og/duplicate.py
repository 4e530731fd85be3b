from collections.abc import Iterator

from seo_meta.core import open_graph
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Meta, PageFacts

SINGLE = ("og:description", "og:determiner", "og:locale", "og:site_name", "og:title", "og:type", "og:url")
"""Images, videos, sounds and alternative locales may be repeated (https://ogp.me/#array)."""


@page_rules.register
class OgDuplicate(PageRule):
    id = "og.duplicate"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "An Open Graph property that has one value is there twice"
    remedy = "Keep the element that says what shared links should show, and remove the others."
    source = "https://ogp.me/#array"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        found: dict[str, list[Meta]] = {}
        for name, meta in open_graph.properties(page):
            if name in SINGLE:
                found.setdefault(name, []).append(meta)
        for name, metas in found.items():
            if len(metas) > 1:
                yield Failure(f"{name} is there {len(metas)} times; networks take the first.", name, metas[1].line)
