from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.host import is_loopback
from seo_meta.core.types import PageFacts


@page_rules.register
class SecFormInsecure(PageRule):
    id = "sec.form-insecure"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "A form is sent without encryption"
    remedy = "Send the form to an https address, from a page served over HTTPS."
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return bool(page.forms)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        served_over_http = bool(page.headers) and page.url.startswith("http://") and not is_loopback(page.url)
        for form in page.forms:
            action = form.url or ""
            if action.startswith("http://") and not is_loopback(action) and page.url.startswith("https://"):
                yield Failure("The form is sent over HTTP.", action, form.line)
            elif form.has_password and served_over_http:
                yield Failure("The page that asks for a password is served over HTTP.", page.url, form.line)
