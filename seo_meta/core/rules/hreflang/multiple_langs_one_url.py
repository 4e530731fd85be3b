from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.hreflang import annotated
from seo_meta.core.types import Link, PageFacts


@page_rules.register
class HreflangMultipleLangsOneUrl(PageRule):
    id = "hreflang.multiple-langs-one-url"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "One address has several hreflang codes"
    remedy = "Check that the page is meant for all of them; else name the page of each."

    def applies(self, page: PageFacts) -> bool:
        return bool(annotated(page))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        codes: defaultdict[str, dict[str, Link]] = defaultdict(dict)
        for link in annotated(page):
            code = languages.normal(link.hreflang or "")
            if link.url and code != languages.X_DEFAULT:
                codes[link.url].setdefault(code, link)
        for url, links in codes.items():
            languages_of = {languages.primary(code) for code in links}
            if len(languages_of) > 1:
                yield Failure(f"One page is the version for {', '.join(links)}.", url, next(iter(links.values())).line)
