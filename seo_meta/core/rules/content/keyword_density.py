import re
from collections import Counter
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.languages import primary
from seo_meta.core.types import PageFacts

WORD = re.compile(r"[^\W\d_]{4,}")
# Words of four and more letters that any English text repeats.
COMMON = frozenset(
    "about also been from have here into just like more most much only other over some such than that their them then "
    "there these they this those very were what when where which while will with would your".split()
)


@page_rules.register
class ContentKeywordDensity(PageRule):
    id = "content.keyword-density"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    on = False
    summary = "One word is repeated very often"
    remedy = "Read the text aloud, and say it with other words where it sounds odd."
    source = "https://developers.google.com/search/docs/essentials/spam-policies#keyword-stuffing"

    def applies(self, page: PageFacts) -> bool:
        return primary(page.lang or "") == "en"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        counts = Counter(word for word in WORD.findall(page.text.lower()) if word not in COMMON)
        words = len(page.text.split())
        for word, uses in counts.most_common(1):
            if uses >= limits.keyword_min_uses and uses * 100 > words * limits.keyword_max_percent:
                yield Failure(f'"{word}" is {uses} of {words} words.', word)
