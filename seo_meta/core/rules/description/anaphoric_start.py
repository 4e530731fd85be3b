import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.languages import primary
from seo_meta.core.types import PageFacts

# First words that point back to a sentence before. "This page ..." and "It is never too late" do not.
POINTERS = {
    "en": "however|therefore|thus|hence|moreover|furthermore|nevertheless|nonetheless|besides|consequently|likewise"
    "|these|those|they|he|she|but|also|it (?:was|has|had|also)|this (?:is why|means|was|has|had)",
    "de": "jedoch|allerdings|deshalb|daher|darum|dadurch|außerdem|zudem|dennoch|trotzdem|stattdessen|dabei|er|aber",
    "fr": "cependant|toutefois|pourtant|néanmoins|ainsi|de plus|en outre|elle|ils|elles|mais",
    "es": "sin embargo|no obstante|además|por (?:lo tanto|eso)|ella|ellos|ellas|pero",
    "it": "tuttavia|pertanto|inoltre|perciò|però",
    "nl": "echter|daarom|bovendien|toch|maar",
}
PATTERNS = {
    language: re.compile(rf"(?:{words})\b(?! or | and )", re.IGNORECASE) for language, words in POINTERS.items()
}


@page_rules.register
class DescriptionAnaphoricStart(PageRule):
    id = "description.anaphoric-start"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The meta description begins as if something stood before it"
    remedy = "Begin with what the page is about, so that the description can be read alone."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description) and primary(page.lang or "") in PATTERNS

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if found := PATTERNS[primary(page.lang or "")].match(page.description):
            message = f'The meta description begins with "{found[0]}", which points to what is not there.'
            yield Failure(message, page.description, page.meta("description")[0].line)
