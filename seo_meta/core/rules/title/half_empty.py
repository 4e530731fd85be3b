import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# With a space, since "-x" and "/etc" are names, and no digit behind it; the colon of "Coffee:" ends a heading.
EMPTY_START = re.compile(r"(?:[|·•»:]|[-–—](?= \D)) ?\S")
EMPTY_END = re.compile(r"\S(?: ?\||[ ][-–—·•»])\Z")
EMPTY_MIDDLE = re.compile(r"\| +\||[-–—] [-–—] ")


@page_rules.register
class TitleHalfEmpty(PageRule):
    id = "title.half-empty"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "A part of the title is missing"
    remedy = "Give the template the name that it lacks, or let it leave out the separator."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if place := _place(page.title):
            yield Failure(f"Nothing stands {place} of the title.", page.title, page.titles[0].line)


def _place(title: str) -> str:
    if EMPTY_START.match(title):
        return "before the first separator"
    if EMPTY_END.search(title[-3:]):
        return "behind the last separator"
    return "between two separators" if EMPTY_MIDDLE.search(title) else ""
