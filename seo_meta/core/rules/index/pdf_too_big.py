from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexPdfTooBig(PageRule):
    id = "index.pdf-too-big"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The PDF is larger than search engines read"
    remedy = "Make its images smaller, or split it."
    source = "https://developers.google.com/search/docs/crawling-indexing/googlebot"
    # PDFs are what the other gates keep out.
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        return page.status == 200 and page.content_type == "application/pdf"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # The body of what is no page is not read over HTTP, so the header tells its size.
        announced = page.headers.get("content-length", "")
        size = int(announced) if announced.isdecimal() else page.byte_size
        if size > limits.pdf_max_bytes:
            yield Failure(f"The PDF has {size:,} bytes, of which only the first {limits.pdf_max_bytes:,} are read.")
