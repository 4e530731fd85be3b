"""Words as titles and the texts that name pages are compared: closer to what is written than the keyword index."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from .query import Query
from .words import words

MAX_WORDS = 12
"""Of a query that is made of a text."""
NUMBER = re.compile(r"\d+")
SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+")
"""Between the parts of a title."""
BRAND_PAGES = 3
BRAND_SHARE = 0.1
"""A part that so many pages and this share of them have in their titles names the site or a section, not the page."""


def stems(text: str) -> tuple[str, ...]:
    """The words without a plural s, which is all that titles and the texts that name them mostly differ in."""
    return tuple(map(stem, words(text)))


def stem(word: str) -> str:
    """Of one word in lower case."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def query_of(text: str) -> Query:
    """A search for a text as a reader would type it."""
    return Query(tuple(words(text)[:MAX_WORDS]))


def phrases(stems: Sequence[str], longest: int) -> Iterator[tuple[str, ...]]:
    """Every run of at most `longest` words, as often as it is there."""
    for start in range(len(stems)):
        for stop in range(start + 1, min(start + longest, len(stems)) + 1):
            yield tuple(stems[start:stop])


def subjects(titles: Collection[str]) -> dict[str, str]:
    """By title, what of it is about the page: without the parts that many titles have, unless nothing else is left."""
    parts = Counter(part for title in titles for part in set(SEPARATOR.split(title)))
    least = max(BRAND_PAGES, BRAND_SHARE * len(titles))
    return {
        title: " ".join(part for part in SEPARATOR.split(title) if parts[part] < least) or title for title in titles
    }


def is_series(one: str, other: str) -> bool:
    """Whether two titles differ in numbers alone: parts, versions and years are searched for by number."""
    return one != other and NUMBER.sub("#", one) == NUMBER.sub("#", other)
