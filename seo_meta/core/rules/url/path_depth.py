from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class UrlPathDepth(PageRule):
    id = "url.path-depth"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The path of the address has many segments"
    remedy = "Nothing, unless the segments say nothing; depth in clicks counts, not in slashes."
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        depth = len([segment for segment in urlsplit(page.url).path.split("/") if segment])
        if depth > limits.url_max_depth:
            yield Failure(f"The path has {depth} segments, more than {limits.url_max_depth}.", page.url)
