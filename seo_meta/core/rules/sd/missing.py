from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class SdMissing(PageRule):
    id = "sd.missing"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    on = False
    summary = "The page has no structured data"
    remedy = "If the page is of a kind that has a rich result, such as a product or an article, describe it in JSON-LD."
    source = "https://developers.google.com/search/docs/appearance/structured-data/search-gallery"
    requires = Gate.CANONICAL

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not (page.json_ld or page.has_microdata or page.has_rdfa):
            yield Failure("The page has no JSON-LD, microdata or RDFa.", line=page.html_line)
