import re
from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

NO_HTML = ("text/plain", "application/octet-stream", "binary/octet-stream")
HTML_NAME = re.compile(r"\.x?html?(?:$|[?#])", re.IGNORECASE)


@page_rules.register
class SecContentType(PageRule):
    id = "sec.content-type"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "The page is sent with a missing or wrong content type"
    remedy = "Send Content-Type: text/html; charset=utf-8."
    source = "https://www.rfc-editor.org/rfc/rfc9110#section-8.3"
    requires = Gate.ANY

    def applies(self, page: PageFacts) -> bool:
        return bool(page.headers) and page.status == 200

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.content_type:
            yield Failure("The page is sent without a Content-Type.", page.url)
        elif page.content_type in NO_HTML and HTML_NAME.search(page.url):
            yield Failure("The name of the page says HTML, its Content-Type does not.", page.content_type)
