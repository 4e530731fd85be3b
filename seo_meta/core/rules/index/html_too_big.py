from collections.abc import Iterator

from seo_meta.core.audit import Gate, Inconclusive, PageRule, page_rules
from seo_meta.core.extract import MAX_HTML_BYTES
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexHtmlTooBig(PageRule):
    id = "index.html-too-big"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The HTML is larger than search engines read"
    remedy = "Move inline data, styles, scripts and images into files of their own, or split the page."
    source = "https://developers.google.com/search/docs/crawling-indexing/googlebot"
    # A page that was cut short is the very case, so the usual gate would hide it.
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        return page.indexable

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # A site that sets a higher limit is not read further for that.
        limit = min(limits.html_max_bytes, MAX_HTML_BYTES) if page.cut else limits.html_max_bytes
        if page.byte_size > limit:
            yield Failure(f"The HTML has {page.byte_size:,} bytes, of which only the first {limit:,} are read.")
        elif page.truncated:
            raise Inconclusive("The page was not read whole, so its size is not known.")
