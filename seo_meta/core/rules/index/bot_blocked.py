from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.refusals import refusal
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexBotBlocked(PageRule):
    id = "index.bot-blocked"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The server turned the crawler away, so the page was not audited"
    remedy = "Let the auditor through the firewall or bot protection, and look whether search engines come through."
    source = "https://www.rfc-editor.org/rfc/rfc9110#name-client-error-4xx"
    requires = Gate.ANY

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        reason = refusal(page)
        if reason:
            yield Failure(f"The address answers {page.status} ({reason}); what is there is not known.", reason)
