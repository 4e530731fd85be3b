"""The words of a title that say what it is about, and the heading to compare them with."""

import re

from seo_meta.core.text import UNSPACED
from seo_meta.core.types import PageFacts
from seo_meta.core.words.function_words import SETS

WORD = re.compile(r"[^\W_]+")
STEM = 4
"""Letters that the forms of a word share in most languages: roasting and roasted, rösten and Röstung."""
MIN_LETTERS = 3
# What gives a language away, and what does not but is as common in titles.
COMMON = frozenset("about aus has into its not when which why will".split()).union(
    *(SETS[language] for language in ("en", "de", "fr", "es", "it"))
)


def _words(text: str) -> list[str]:
    """What carries the meaning, in lower case: words that are neither short nor common, numbers, and characters
    of scripts without spaces."""
    found = []
    for word in WORD.findall(text.casefold()):
        if characters := () if word.isascii() else UNSPACED.findall(word):
            found += characters
        elif word.isdecimal() or (len(word) >= MIN_LETTERS and word not in COMMON):
            found.append(word)
    return found


def stems(text: str) -> set[str]:
    return {word[:STEM] for word in _words(text)}


def main_headings(page: PageFacts) -> list[str]:
    """The H1 that have text of their own; the alternative text of a logo names the site."""
    return [heading.text for heading in page.headings if heading.level == 1 and heading.text and not heading.from_alt]
