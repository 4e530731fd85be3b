"""Words as the keyword index knows them, the same for both databases: how a text is cut, compared and stemmed.

A script that writes without spaces (Chinese, Japanese, Thai and their like) is indexed by its characters, alone and in
pairs: pairs find words of any length without a dictionary (Nie et al. 2000, "On the use of words and n-grams for
Chinese information retrieval"). So is Korean, whose words carry their particles.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import msgspec
import regex

MAX_CHARACTERS = 50_000
"""Of a text that are read: a chunk has some thousand, and PostgreSQL refuses vectors of a megabyte."""
MAX_LETTERS = 64
"""Of a word that are compared, where words are told apart by spaces."""

UNSPACED = r"\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# U+200C and the soft hyphen stand within words.
LETTER = r"\p{L}\p{M}\p{N}\u00ad\u200c"
# No word reaches beyond one of these, and one in ASCII is a word: found in a fifth of the time of RUN.
PART = re.compile(r"[0-9A-Za-z\x80-\U0010ffff]+")
RUN = regex.compile(rf"(?V1)[[{LETTER}]&&[{UNSPACED}]]+|[[{LETTER}]--[{UNSPACED}]]+")
IS_UNSPACED = regex.compile(rf"[{UNSPACED}]")
NO_LETTER = regex.compile(r"[^\p{L}\p{M}\p{N}]|[\u0300-\u036f]")


class Word(msgspec.Struct, frozen=True, gc=False):
    start: int
    """Where it begins in the text, and where it ends, in characters."""
    end: int
    text: str
    """As it is compared: compatibility forms, case and Latin diacritics folded."""


def read_words(text: str) -> Iterator[Word]:
    """The words in order; the characters between two spaces are one word in scripts that write without."""
    for part in PART.finditer(text, endpos=MAX_CHARACTERS):
        word, (start, end) = part[0], part.span()
        if word.isascii():
            yield Word(start, end, word[:MAX_LETTERS].lower())
        else:
            yield from _runs(text, start, end)


def _runs(text: str, start: int, end: int) -> Iterator[Word]:
    for found in RUN.finditer(text, start, end):
        word = found[0]
        # A run without spaces may be a whole paragraph: it is not cut, nor worth keeping.
        folded = _fold_anew(word) if len(word) > MAX_LETTERS and is_unspaced(word) else _fold(word[:MAX_LETTERS])
        if folded:
            yield Word(found.start(), found.end(), folded)


def words(text: str) -> list[str]:
    return [word.text for word in read_words(text)]


@lru_cache(maxsize=50_000)
def is_unspaced(word: str) -> bool:
    return IS_UNSPACED.match(word) is not None


@lru_cache(maxsize=50_000)
def stored_terms(word: str) -> tuple[str, ...]:
    """What the index holds for a word, in order."""
    if not is_unspaced(word):
        return (_stem(word),)
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return (*(term for pair in pairs for term in (pair, pair[0])), word[-1])


def sought_terms(word: str) -> tuple[str, ...]:
    """The terms any of which finds a word; the more of them, the better."""
    if not is_unspaced(word) or len(word) == 1:
        return stored_terms(word)
    return tuple(word[at : at + 2] for at in range(len(word) - 1))


def phrase_terms(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """The terms that stand one after another wherever the words do."""
    terms = [term for word in phrase for term in stored_terms(word)]
    last = phrase[-1]
    # The text may go on after the last pair, and then other terms follow.
    return tuple(terms[:-2] if is_unspaced(last) and len(last) > 1 else terms)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    return word.lower() if word.isascii() else _fold_anew(word)


def _fold_anew(word: str) -> str:
    compatible = unicodedata.normalize("NFKC", word).casefold()
    bare = NO_LETTER.sub("", unicodedata.normalize("NFKD", compatible))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """By Porter's second stemmer for English; words in other letters stay as they are.

    Source: https://snowballstem.org/algorithms/english/stemmer.html
    """
    import snowballstemmer

    # A stemmer keeps the word that it is at, so that threads cannot share one.
    return str(snowballstemmer.stemmer("english").stemWord(word)) if word.isascii() else word
