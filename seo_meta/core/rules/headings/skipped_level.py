from collections.abc import Iterator
from itertools import pairwise

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class HeadingsSkippedLevel(PageRule):
    id = "headings.skipped-level"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "A heading skips a level"
    remedy = "Use the level that is one below the heading it belongs to, and style its size with CSS."
    source = "https://html.spec.whatwg.org/multipage/sections.html#headings-and-outlines"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for before, heading in pairwise(page.headings):
            if heading.level > before.level + 1:
                yield Failure(f"An H{heading.level} follows an H{before.level}.", heading.text, heading.line)
