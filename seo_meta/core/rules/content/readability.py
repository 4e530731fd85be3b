import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.languages import primary
from seo_meta.core.types import PageFacts

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")
# A run of vowels is a syllable; a silent e at the end is none.
SYLLABLE = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzc])es$")
MIN_SENTENCES = 5


@page_rules.register
class ContentReadability(PageRule):
    id = "content.readability"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    on = False
    summary = "The text is very hard to read"
    remedy = "Shorten sentences and prefer common words, if the page is meant for everybody."
    source = "https://doi.org/10.1037/h0057532"

    def applies(self, page: PageFacts) -> bool:
        return primary(page.lang or "") == "en" and len(SENTENCE_END.findall(page.text)) >= MIN_SENTENCES

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        score = flesch(page.text)
        if score < limits.readability_min_score:
            yield Failure(f"The reading ease of the text is {score:.0f} of 100.")


def flesch(text: str) -> float:
    """Flesch's reading ease of an English text, about 0 to 100. https://doi.org/10.1037/h0057532"""
    words = WORD.findall(text.lower().replace("’", "'"))
    sentences = max(1, len(SENTENCE_END.findall(text)))
    syllables = sum(max(1, len(SYLLABLE.findall(SILENT.sub("", word)))) for word in words)
    count = max(1, len(words))
    return 206.835 - 1.015 * count / sentences - 84.6 * syllables / count
