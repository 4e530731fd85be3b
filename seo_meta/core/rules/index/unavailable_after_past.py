from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from seo_meta.core import robots
from seo_meta.core.audit import Gate, Inconclusive, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

PREFIX = "unavailable_after:"


@page_rules.register
class IndexUnavailableAfterPast(PageRule):
    id = "index.unavailable-after-past"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The date after which the page leaves search is past"
    remedy = "Remove unavailable_after or set a date to come, unless the page is meant to be gone."
    source = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return any(token.token.startswith(PREFIX) for token in page.robots)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not page.read_on:
            raise Inconclusive("It is not known when the page was read.")
        today = date.fromisoformat(page.read_on)
        for token in page.robots:
            if token.agent not in robots.GOOGLE or not token.token.startswith(PREFIX):
                continue
            written = token.token.removeprefix(PREFIX).strip()
            last_day = _date_of(written)
            if last_day and last_day < today:
                yield Failure(f"The page asks to leave search after {last_day}.", token.token, token.line)


def _date_of(written: str) -> date | None:
    """The date at the start: RFC 822, RFC 850 or ISO 8601, as Google reads. Other directives may follow a comma."""
    while written:
        for parse in (parsedate_to_datetime, datetime.fromisoformat):
            try:
                return parse(written.upper()).date()
            except ValueError:
                continue
        written = written.rpartition(",")[0].rstrip()
    return None
