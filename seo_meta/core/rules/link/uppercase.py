import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import by_target, internal_anchors, path_of
from seo_meta.core.types import PageFacts

CAPITAL = re.compile(r"[A-Z]")
ESCAPE = re.compile(r"%[0-9A-F]{2}")


@page_rules.register
class LinkUppercase(PageRule):
    id = "link.uppercase"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    on = False
    summary = "A link within the site has capital letters in its path"
    remedy = "Write addresses in lower case, and redirect the other spelling."
    source = "https://developers.google.com/search/docs/crawling-indexing/url-structure"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.anchors)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        faulty = (anchor for anchor in internal_anchors(page) if CAPITAL.search(ESCAPE.sub("", path_of(anchor))))
        for anchor, repeated in by_target(faulty):
            yield Failure(f"The path of the link has capital letters{repeated}.", anchor.href or "", anchor.line)
