"""Which words of a query mean the same as others, by the lines that a site keeps."""

from collections.abc import Iterable, Sequence

from .query import KEPT_WORDS, Words
from .words import stored_terms, words

Line = tuple[Words, ...]
"""Words and phrases that mean the same."""


def read_line(text: str) -> Line:
    """Words or phrases between commas."""
    several = (tuple(words(part)) for part in text.split(","))
    return tuple(dict.fromkeys(one for one in several if one))


def find_synonyms(query: Words, lines: Iterable[Line]) -> dict[str, tuple[Words, ...]]:
    """What `Query.synonyms` has: by what stands in the query, in whatever form, the others of its line."""
    stems = _stems(query)
    found: dict[str, list[Words]] = {}
    left = KEPT_WORDS
    for line in lines:
        for one in line:
            if not _holds(stems, _stems(one)):
                continue
            others = [other for other in line if not _holds(stems, _stems(other))][:left]
            left -= len(others)
            if others:
                found.setdefault(" ".join(one), []).extend(others)
    return {one: tuple(dict.fromkeys(others)) for one, others in found.items()}


def _stems(words: Words) -> list[tuple[str, ...]]:
    return [stored_terms(word) for word in words]


def _holds(whole: Sequence[tuple[str, ...]], part: Sequence[tuple[str, ...]]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))
