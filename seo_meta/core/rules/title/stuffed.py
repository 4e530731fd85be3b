import string
from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.title_words import COMMON
from seo_meta.core.types import PageFacts

PUNCTUATION = string.punctuation + "“”„‘’«»…–—"
MIN_LETTERS = 4


@page_rules.register
class TitleStuffed(PageRule):
    id = "title.stuffed"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The title repeats one word again and again"
    remedy = "Say the word once, and use the room for what tells the page apart."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # At white space, so that the parts of an identifier are no words.
        spelled = (word.strip(PUNCTUATION) for word in page.title.casefold().split())
        words = (word for word in spelled if len(word) >= MIN_LETTERS and word not in COMMON and not word.isdecimal())
        # The plural is the same word to whoever reads a list of results.
        counts = Counter(word.removesuffix("s") for word in words)
        for word, uses in counts.most_common(1):
            if uses > limits.title_word_max_uses:
                yield Failure(f'The title has "{word}" {uses} times.', page.title, page.titles[0].line)
