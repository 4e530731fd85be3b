from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.traps import repeated_run
from seo_meta.core.types import PageFacts


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
        if repeated := repeated_run(segments, one=3, several=2):
            yield Failure(f"The path repeats {'/'.join(repeated)}.", page.url)
