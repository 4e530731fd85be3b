from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class DescriptionMissing(PageRule):
    id = "description.missing"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The page has no meta description"
    remedy = "Add a meta description that sums up in one or two sentences what a reader finds on this page."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.description:
            return
        metas = page.meta("description")
        if metas:
            yield Failure("The meta description is empty.", line=metas[0].line)
        else:
            yield Failure("There is no meta description.", line=page.html_line)
