from collections.abc import Iterator
from urllib.parse import urlsplit

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.types import PageFacts

STOP_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"))


@page_rules.register
class UrlStopWords(PageRule):
    id = "url.stop-words"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    on = False
    summary = "The slug has words that say nothing"
    remedy = "Leave articles and prepositions out of new slugs."
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return languages.primary(page.lang or "") == "en"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        words = urlsplit(page.url).path.rstrip("/").rpartition("/")[2].lower().split("-")
        found = [word for word in words if word in STOP_WORDS]
        if found:
            yield Failure(f"The slug has {', '.join(dict.fromkeys(found))}.", page.url)
