from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.redirects import refresh_target
from seo_meta.core.types import PageFacts


@page_rules.register
class RedirectMetaRefresh(PageRule):
    id = "redirect.meta-refresh"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The page sends its readers elsewhere by a meta refresh"
    remedy = "Redirect on the server; where that is not possible, keep the refresh and set its delay to 0."
    source = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"
    requires = Gate.HTML

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for meta in page.metas:
            target = refresh_target(meta.content or "", page) if meta.http_equiv == "refresh" else None
            if target:
                yield Failure("A meta refresh leads to another page.", target, meta.line)
