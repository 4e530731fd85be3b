import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

LABEL = re.compile(r"(?:meta )?(?:keywords?|schlagw(?:o|ö)rter|mots[- ]clés|palabras clave|tags) ?[:：]", re.IGNORECASE)
COMMA = re.compile("[,;|、，]")
SENTENCE = re.compile(r"[.!?:。！？：](?:\s|\Z)")
MAX_WORDS = 3
"""Of one item: a list of clauses is a sentence."""


@page_rules.register
class DescriptionKeywordList(PageRule):
    id = "description.keyword-list"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The meta description is a list of keywords"
    remedy = "Say in a sentence what the page offers; Google is less likely to show a string of keywords."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        description, line = page.description, page.meta("description")[0].line
        if LABEL.match(description):
            yield Failure("The meta description begins with a label for keywords.", description, line)
        elif (items := _items(description)) >= limits.keyword_list_min:
            yield Failure(f"The meta description is a list of {items} keywords.", description, line)


def _items(description: str) -> int:
    """How many items the list has that the description is; 0 when it is none."""
    if SENTENCE.search(description):
        return 0
    items = [item.split() for item in COMMA.split(description)]
    return len(items) if all(1 <= len(item) <= MAX_WORDS for item in items) else 0
