from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import anchors_to, by_target, internal_targets
from seo_meta.core.types import PageFacts


@page_rules.register
class LinkDuplicateQueryParams(PageRule):
    id = "link.duplicate-query-params"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "A link within the site names a parameter twice"
    remedy = "Keep the parameter once, with the value that counts."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = {url for url in internal_targets(page) if "&" in url and _repeats(url)}
        for anchor, repeated in by_target(anchors_to(page, faulty)):
            yield Failure(f"The query of the link repeats a parameter{repeated}.", anchor.href or "", anchor.line)


def _repeats(url: str) -> bool:
    query = url.partition("?")[2]
    names = Counter(pair.partition("=")[0] for pair in query.split("&") if pair)
    # Brackets say that several values are meant.
    return any(times > 1 and not name.endswith(("[]", "%5B%5D", "%5b%5d")) for name, times in names.items())
