from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class H1OnlyImageAlt(PageRule):
    id = "h1.only-image-alt"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The main heading is only an image"
    remedy = "Write the heading as text and style it, or move the logo out of the H1."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        headings = [heading for heading in page.headings if heading.level == 1 and heading.text]
        if headings and all(heading.from_alt for heading in headings):
            first = headings[0]
            yield Failure("The only text of the H1 is the alt of an image.", first.text, first.line)
