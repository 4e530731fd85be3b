from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

LONGEST = 4
"""Segments of a run. Real cases repeat one to three."""


@page_rules.register
class UrlRepetitivePath(PageRule):
    id = "url.repetitive-path"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The path of the address repeats itself"
    remedy = "Find the link that is relative and should not be, and write it from the root."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        segments = [segment for segment in urlsplit(page.url).path.split("/") if segment]
        if repeated := _repeated(segments):
            yield Failure(f"The path repeats {'/'.join(repeated)}.", page.url)


def _repeated(segments: list[str]) -> list[str]:
    """The first run of segments that follows itself: twice for a run of several, three times for a single one."""
    for size in range(1, LONGEST + 1):
        times = 3 if size == 1 else 2
        for start in range(len(segments) - size * times + 1):
            run = segments[start : start + size]
            if segments[start : start + size * times] == run * times and not "".join(run).isdigit():
                return run
    return []
