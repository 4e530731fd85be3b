from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import external_anchors
from seo_meta.core.types import PageFacts


@page_rules.register
class LinkTooManyExternal(PageRule):
    id = "link.too-many-external"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The page links to very many pages of other hosts"
    remedy = "Keep the links that serve the reader of this page."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        targets = {anchor.url for anchor in external_anchors(page)}
        if len(targets) > limits.external_links_max:
            message = f"The page links to {len(targets)} pages elsewhere; {limits.external_links_max} are the limit."
            yield Failure(message)
