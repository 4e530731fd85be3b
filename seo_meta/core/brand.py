"""The part of a site's titles that names the site: found, taken off and put on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .propose import HouseStyle
from .topics.title_text import SEPARATOR

MIN_SHARERS = 3
"""So many titles with one first or last part, and half of them all, make it a name."""
SEPARATES_SITES = frozenset("|｜-–—·•»›")
"""What may stand between subject and brand where no brand is known; a colon mostly parts the subject itself."""
SEPARATOR_OF_MOST = " - "
"""For a site that shows none: two in five titles of the web have it."""


class Part(msgspec.Struct, frozen=True, gc=False):
    """An end of a title, with the separator between it and the rest."""

    text: str
    separator: str
    first: bool


def find_brand(titles: Sequence[str], configured: str) -> Part:
    """The name of the site as the titles write it, with the commonest separator; the part is empty without a name."""
    parts = [part for title in titles for part in _ends(title)]
    names = Counter((part.first, part.text.casefold()) for part in parts)
    if configured:
        names = Counter({key: count for key, count in names.items() if key[1] == configured.casefold()})
    # Of two parts that are as common the longer holds the other (" | Docs | Example"), and names stand last mostly.
    most = max(names.values(), default=0)
    common = [(not key[0], len(key[1]), key) for key, count in names.items() if count * 10 >= most * 9]
    if most >= MIN_SHARERS and (configured or most * 2 >= len(titles)):
        first, name = max(common)[2]
        uses = [part for part in parts if part.first is first and part.text.casefold() == name]
        text = configured or _commonest(part.text for part in uses)
        return Part(text, _commonest(part.separator for part in uses), first)
    separators = [part.separator for part in parts if not SEPARATES_SITES.isdisjoint(part.separator)]
    return Part(configured, _commonest(separators) if len(separators) >= MIN_SHARERS else "", False)


def _ends(title: str) -> Iterator[Part]:
    """The first part of a title, the last, and the last two together when something stands before them."""
    separators = list(SEPARATOR.finditer(title))
    if not separators:
        return
    yield Part(title[: separators[0].start()], separators[0][0], True)
    for mark in separators[:-3:-1] if len(separators) > 1 else separators:
        if mark.start():
            yield Part(title[mark.end() :], mark[0], False)


def _commonest(texts: Iterable[str]) -> str:
    """Of equally common ones the first in the alphabet, so that the order of pages decides nothing."""
    return min(Counter(texts).items(), key=lambda entry: (-entry[1], entry[0]), default=("", 0))[0]


def without_brand(title: str, brand: str) -> str:
    """The title without the parts that name the site, at either end; at least one part stays."""
    if not brand:
        return title
    names = {part.casefold() for part in SEPARATOR.split(brand)} | {brand.casefold()}
    marks = list(SEPARATOR.finditer(title))
    spans = list(
        zip([0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(title)], strict=True)
    )
    while len(spans) > 1 and title[slice(*spans[-1])].casefold() in names:
        spans.pop()
    while len(spans) > 1 and title[slice(*spans[0])].casefold() in names:
        spans.pop(0)
    return title[spans[0][0] : spans[-1][1]].strip()


def with_brand(subject: str, style: HouseStyle) -> str:
    """The title as the house writes it: unchanged without a brand, or when the subject names it already."""
    if not style.brand or names_brand(subject, style.brand):
        return subject
    separator = style.separator or SEPARATOR_OF_MOST
    return f"{style.brand}{separator}{subject}" if style.brand_first else f"{subject}{separator}{style.brand}"


def names_brand(subject: str, brand: str) -> bool:
    """Whether the brand stands in the text as whole words."""
    return re.search(rf"(?<!\w){re.escape(brand)}(?!\w)", subject, re.IGNORECASE) is not None
