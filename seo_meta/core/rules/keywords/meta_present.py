from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class KeywordsMetaPresent(PageRule):
    id = "keywords.meta-present"
    kind = Kind.DOCUMENTED
    severity = Severity.INFO
    summary = "The page has a keywords meta element"
    remedy = "Remove the element, unless a search of your own reads it."
    source = "https://developers.google.com/search/blog/2009/09/google-does-not-use-keywords-meta-tag"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        metas = page.meta("keywords")
        if metas:
            first = metas[0]
            yield Failure("Search engines do not read the keywords meta element.", first.content or "", first.line)
