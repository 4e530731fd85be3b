from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexPreviewIndexable(PageRule):
    id = "index.preview-indexable"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    on = False
    summary = "A page of a preview may appear in search"
    remedy = "Send X-Robots-Tag: noindex with every page of the preview, or ask for a password."
    source = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.indexable:
            yield Failure("Nothing on the page keeps it out of search.")
