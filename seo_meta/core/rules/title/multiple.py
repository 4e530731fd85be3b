from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class TitleMultiple(PageRule):
    id = "title.multiple"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The head has more than one title"
    remedy = "Keep the <title> that names this page and remove the others."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#the-title-element"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        titles = [title for title in page.titles if title.in_head]
        if len(titles) > 1:
            surplus = titles[1]
            yield Failure(
                f"The head has {len(titles)} <title> elements, and only the first counts.", surplus.text, surplus.line
            )
