import re
from collections.abc import Iterator
from itertools import filterfalse

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics import languages
from seo_meta.core.types import PageFacts

SAMPLE = 2_000
"""Characters from the start of the main text."""
DOMINANT = 0.95
"""Of all letters that are counted; below it, a text may be mixed."""
LETTERS = {
    "Latn": ("Latin", re.compile("[A-Za-z\u00c0-\u024f]+")),
    "Cyrl": ("Cyrillic", re.compile("[\u0400-\u052f]+")),
    "Grek": ("Greek", re.compile("[\u0370-\u03ff]+")),
    "Arab": ("Arabic", re.compile("[\u0600-\u06ff]+")),
    "Hebr": ("Hebrew", re.compile("[\u0590-\u05ff]+")),
    "Deva": ("Devanagari", re.compile("[\u0900-\u097f]+")),
    "Thai": ("Thai", re.compile("[\u0e00-\u0e7f]+")),
    "Jpan": ("Chinese or Japanese", re.compile("[\u3040-\u30ff\u3400-\u9fff]+")),
    "Kore": ("Korean", re.compile("[\uac00-\ud7af]+")),
}


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
        # Of the scripts only Latin has letters in ASCII, which most of most texts is.
        beyond = "".join(filterfalse(str.isascii, sample))
        counts = {
            script: len("".join(letters.findall(sample if script == "Latn" else beyond)))
            for script, (_, letters) in LETTERS.items()
        }
        found = max(counts, key=lambda script: counts[script])
        if found != expected and counts[found] > DOMINANT * sum(counts.values()):
            message = f"The lang attribute is {page.lang}, but the main text is written in {LETTERS[found][0]} letters."
            yield Failure(message, page.lang or "", page.html_line)
