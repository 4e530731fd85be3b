from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import internal_anchors
from seo_meta.core.types import PageFacts


@page_rules.register
class LinkTooManyInternal(PageRule):
    id = "link.too-many-internal"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The page links to very many pages of the site"
    remedy = "Keep the links that serve the reader of this page."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        targets = {anchor.url for anchor in internal_anchors(page)}
        if len(targets) > limits.internal_links_max:
            message = f"The page links to {len(targets)} pages of the site; {limits.internal_links_max} are the limit."
            yield Failure(message)
