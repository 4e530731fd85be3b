from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class IndexMultipleHeadBody(PageRule):
    id = "index.multiple-head-body"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The page has a second head or body"
    remedy = "Remove the second <html>, <head> or <body>; an included file has probably brought its own."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#the-head-element"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for each in page.repeated:
            message = f"The page has {each.times} <{each.tag}> tags; browsers read only the first as such."
            yield Failure(message, f"<{each.tag}>", each.line)
