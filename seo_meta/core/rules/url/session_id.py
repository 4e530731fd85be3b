import re
from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.traps import CERTAIN_SESSION, POSSIBLE_SESSION
from seo_meta.core.types import PageFacts

SESSION = re.compile(rf"[?&;]({CERTAIN_SESSION}|{POSSIBLE_SESSION})=", re.IGNORECASE)


@page_rules.register
class UrlSessionId(PageRule):
    id = "url.session-id"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The address carries a session id"
    remedy = "Keep sessions in cookies, and redirect addresses with an id to those without."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if found := SESSION.search(page.url):
            yield Failure(f"The address carries a session id ({found[1]}).", page.url[: found.end()])
