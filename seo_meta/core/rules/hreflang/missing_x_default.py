from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import PageFacts


@page_rules.register
class HreflangMissingXDefault(PageRule):
    id = "hreflang.missing-x-default"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The language versions have no default"
    remedy = 'Add hreflang="x-default" with the page for readers of other languages, if there is one.'
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not any(languages.normal(link.hreflang or "") == languages.X_DEFAULT for link in annotated(page)):
            yield Failure("No hreflang annotation is x-default.", line=annotated(page)[0].line)
