"""Words of any language as values that can be compared: folded, without white space, Chinese and Thai in pairs."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import normalize

from seo_meta.core.text import UNSPACED, collapse
from seo_meta.core.types import Value

from .function_words import ALL as LITTLE_WORDS

# Marks inside a word are no letters to Python, and Indic vowel signs are marks.
MARKS = r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652\u0900-\u0963\u0966-\u0dff"
WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
SPACED_WORD = re.compile(rf"(?:(?!{UNSPACED.pattern})(?:[^\W_]|[{MARKS}]))+")
"""A word up to where a script without spaces begins."""
UNSPACED_RUN = re.compile(f"{UNSPACED.pattern}+")
MIN_STEM = 4
"""What is left of a word without its ending must be so long to say something."""
MIN_LETTERS = 4
"""Shorter words of Latin, Greek and Cyrillic carry little; in other scripts two letters are a word."""
LAST_CYRILLIC = "\u052f"
MIN_PART = 3
JOINTS = ("", "s", "es", "n", "en")
"""What German puts between the parts of a compound."""


class Lexicon(Value, frozen=True):
    """The words of a text."""

    words: frozenset[str]
    """Folded; of a run without spaces each two neighbours."""
    stems: frozenset[str]
    """The words with one and two letters cut off, as far as enough is left."""

    def knows(self, word: str, shortest: int = MIN_STEM) -> bool:
        """Whether a folded word is among these, or differs in an ending of up to two letters. Two words with different
        endings must share `shortest` letters."""
        if word in self.words or word in self.stems:
            return True
        cut = _cut(word)
        return any(stem in self.words or (len(stem) >= shortest and stem in self.stems) for stem in cut)

    def joins(self, word: str) -> bool:
        """Whether a word is made of two of these, as German compounds are: Kaffee, Rösterei, Kaffeerösterei."""
        for place in range(MIN_PART, len(word) - MIN_PART + 1):
            first, last = word[:place], word[place:]
            if self.knows(last) and any(first.removesuffix(joint) in self.words for joint in JOINTS):
                return True
        return False


@lru_cache(maxsize=8)
def lexicon(text: str) -> Lexicon:
    words = frozenset(terms(text))
    return Lexicon(words, frozenset(stem for word in words for stem in _cut(word)))


def fold(text: str) -> str:
    """Compatibility forms and case away, white space collapsed."""
    return collapse(normalize("NFKC", text).casefold())


def terms(text: str) -> list[str]:
    """The folded words in order. A run of a script without spaces counts as each two of its neighbours."""
    return [term for word in WORD.findall(fold(text)) for term in _split(word)]


def carries_meaning(word: str) -> bool:
    """Whether a folded word says something of its own, as far as its length and the lists of little words tell."""
    if word in LITTLE_WORDS or word.isdecimal():
        return False
    if UNSPACED.search(word):
        return len(word) > 1
    return len(word) >= (MIN_LETTERS if word[0] <= LAST_CYRILLIC else 2)


def _split(word: str) -> Iterator[str]:
    if word.isascii() or not UNSPACED.search(word):
        yield word
        return
    for run in UNSPACED_RUN.findall(word):
        yield from (run[place : place + 2] for place in range(max(1, len(run) - 1)))
    yield from filter(None, UNSPACED_RUN.split(word))


def _cut(word: str) -> list[str]:
    return [word[:-cut] for cut in (1, 2) if len(word) - cut >= MIN_STEM and not UNSPACED.search(word)]
