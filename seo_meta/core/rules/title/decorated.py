import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Emoji, stars, ticks and other drawings; the signs of music and of gender are part of words and names.
DRAWING = re.compile("[\u2600-\u263f\u2643-\u2668\u2670-\u27bf\u2b50\u2b55\U0001f300-\U0001faff]")

FIRST_HEADINGS = 2
"""Manuals have the name of the book in one of them."""


@page_rules.register
class TitleDecorated(PageRule):
    id = "title.decorated"
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The title shouts: it has capitals throughout, or little pictures"
    remedy = "Write it as a heading in a book would be written."

    def applies(self, page: PageFacts) -> bool:
        return bool(page.title)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if found := DRAWING.search(page.title):
            yield Failure(f"The title has the drawing {found[0]}.", page.title, page.titles[0].line)
        share = _capitals(page.title, limits)
        # A page whose own heading has the capitals names what is written so, such as a command of SQL.
        headings = (heading.text for heading in page.headings[:FIRST_HEADINGS])
        if share > limits.title_caps_max_percent and not any(_capitals(text, limits) for text in headings):
            yield Failure(f"{share} % of the letters in the title are capitals.", page.title, page.titles[0].line)


def _capitals(text: str, limits: Limits) -> int:
    """The percentage of capitals among the letters that have a case; 0 when the capitals are few."""
    capitals = sum(map(str.isupper, text))
    return capitals * 100 // (capitals + sum(map(str.islower, text))) if capitals >= limits.title_caps_min else 0
