import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# A dash or slash inside a word parts nothing.
SEPARATOR = re.compile(r" ?\| ?| [-–—·•»] ")


@page_rules.register
class TitleBrandRepeated(PageRule):
    id = "title.brand-repeated"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The title says the same part twice"
    remedy = "Name the site once, at the end; on the home page, beside what the site offers."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        seen: set[str] = set()
        for part in SEPARATOR.split(page.title):
            known = part.casefold()
            if known in seen and any(map(str.isalpha, known)):
                yield Failure(f'The title has the part "{part}" twice.', page.title, page.titles[0].line)
                return
            seen.add(known)
