from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.topics.scripts import LETTERS, letter_counts
from seo_meta.core.types import PageFacts

SAMPLE = 2_000
"""Characters from the start of the main text."""
DOMINANT = 0.95
"""Of all letters that are counted; below it, a text may be mixed."""


@page_rules.register
class LangContentMismatch(PageRule):
    id = "lang.content-mismatch"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "The page is written in another script than its language has"
    remedy = "Correct the lang attribute."
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return bool(page.lang and page.lang.strip())

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        expected = languages.script_of(page.lang or "")
        if page.word_count < limits.language_min_words or expected not in LETTERS:
            return
        sample = page.text[:SAMPLE]
        if sample.isascii() and expected == "Latn":
            return
        counts = letter_counts(sample)
        found = max(counts, key=lambda script: counts[script])
        if found != expected and counts[found] > DOMINANT * sum(counts.values()):
            message = f"The lang attribute is {page.lang}, but the main text is written in {LETTERS[found][0]} letters."
            yield Failure(message, page.lang or "", page.html_line)
