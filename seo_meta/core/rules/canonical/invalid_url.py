from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class CanonicalInvalidUrl(PageRule):
    id = "canonical.invalid-url"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "The canonical URL cannot be opened"
    remedy = "Write the http(s) URL of the preferred page as the browser's address bar shows it."
    source = "https://www.rfc-editor.org/rfc/rfc6596"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.canonicals)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for link in page.canonicals:
            if not link.in_head or not link.href or not link.href.strip():
                continue
            if link.url is None:
                yield Failure("The canonical link holds what is not a URL.", link.href, link.line)
            elif not urls.is_http(link.url):
                yield Failure("The canonical URL is not an http(s) URL.", link.href, link.line)
