from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionMultiple(PageRule):
    id = "description.multiple"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "The head has more than one meta description"
    remedy = "Keep the meta description that was written for this page and remove the others."
    source = "https://html.spec.whatwg.org/multipage/semantics.html#meta-description"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        metas = [meta for meta in page.meta("description") if meta.in_head]
        if len(metas) > 1:
            surplus = metas[1]
            yield Failure(f"The head has {len(metas)} meta descriptions.", surplus.content or "", surplus.line)
