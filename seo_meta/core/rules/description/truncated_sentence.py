import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

ELLIPSIS = re.compile(r"(?:…|\.\.\.)[\s)\]\"'”’»]*\Z")
# "Shoes, bags and much more…" is a whole sentence.
AND_MORE = re.compile(r"\b(?:more|etc|mehr|más|mais|plus|altro)\.?\s?(?:…|\.\.\.)\Z", re.IGNORECASE)
UNFINISHED = re.compile(r"[,;(\[，、；（]\Z")
# No English sentence ends with these. In lower case, so that "Vitamin A" may.
DANGLING = re.compile(r"\s(?:a|an|the|and|or|of)\Z")
EVIDENCE_CHARACTERS = 80


@page_rules.register
class DescriptionTruncatedSentence(PageRule):
    id = "description.truncated-sentence"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The meta description breaks off in a sentence"
    remedy = "Replace the automatic excerpt with a description that ends where its last sentence does."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        reason = _reason(page.description, is_english=(page.lang or "").lower().startswith("en"))
        if reason:
            yield Failure(reason, page.description[-EVIDENCE_CHARACTERS:], page.meta("description")[0].line)


def _reason(description: str, *, is_english: bool) -> str:
    if ELLIPSIS.search(description):
        return "" if AND_MORE.search(description) else "The meta description ends with an ellipsis."
    if UNFINISHED.search(description) or (is_english and DANGLING.search(description)):
        return "The meta description ends in the middle of a sentence."
    return ""
