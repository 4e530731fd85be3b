from collections.abc import Iterator

from seo_meta.plugins import Failure, Kind, Limits, PageFacts, PageRule, Severity, page_rules


@page_rules.register
class TitleInCapitals(PageRule):
    id = "example.title-in-capitals"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The title is in capitals"
    remedy = "Write it as a sentence."

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if page.title.isupper():
            yield Failure("The title is all capitals.", page.title, page.titles[0].line)
