"""What a result shows of a chunk: the passage with most of what was sought, and where that stands in it.

Places are given as offsets, so that escaping stays with whoever prints.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from .query import Query
from .words import is_unspaced, read_words, sought_terms, stored_terms

MAX_WORDS = 30
CHARACTERS = 3
"""That count as a word where words are not told apart by spaces: each is about as wide as two letters."""
MAX_CHARACTERS = 500
"""For words without end, and what stands between them."""
REPEATED = 0.1
"""What a sought term counts beside its first time in the passage."""
ELLIPSIS = "…"
SENTENCE_END = re.compile(r"[.!?:;。！？]\W*$")
AFTER = re.compile(r"[^\w\s]{0,3}")

Span = tuple[int, int]


class Snippet(msgspec.Struct, frozen=True):
    text: str
    spans: tuple[Span, ...]
    """Where what was sought begins and ends in the text, in order."""


class _Token(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    width: int
    """CHARACTERS for a word."""
    terms: frozenset[str]
    """What was sought and stands here."""


def marked_terms(query: Query) -> frozenset[str]:
    """The terms that are highlighted: of the words and their synonyms."""
    synonyms = (word for others in query.synonyms.values() for words in others for word in words)
    return frozenset(term for word in (*query.words, *synonyms) for term in sought_terms(word))


def highlights(text: str, terms: frozenset[str]) -> tuple[Span, ...]:
    """Where a title or heading has the terms of a query (`marked_terms`)."""
    spans: list[Span] = []
    for token in _tokens(text, terms):
        if not token.terms:
            continue
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return tuple(spans)


def snippet(text: str, terms: frozenset[str]) -> Snippet:
    """At most MAX_WORDS words around most of the terms (`marked_terms`); the beginning when there are none.

    White space is collapsed.
    """
    text = " ".join(text.split())
    tokens = list(_tokens(text, terms))
    if not tokens:
        return Snippet(text[:0], ())
    first, last = _passage(text, tokens)
    start = max(0, tokens[first].start - 1) if first == 0 else tokens[first].start
    closing = AFTER.match(text, tokens[last].end)
    end = min(closing.end() if closing else len(text), start + MAX_CHARACTERS)
    before, shown, after = ELLIPSIS if start else "", text[start:end], ELLIPSIS if end < len(text) else ""
    shift = len(before)
    spans = tuple((first + shift, last + shift) for first, last in highlights(shown, terms))
    return Snippet(before + shown + after, spans)


def matched_words(query: Query, *texts: str) -> tuple[str, ...]:
    """The words and synonyms of a query that stand in any of the texts."""
    stored = {term for text in texts for word in read_words(text) for term in stored_terms(word.text)}
    synonyms = (words for others in query.synonyms.values() for words in others)
    sought = dict.fromkeys([*((word,) for word in query.words), *synonyms])
    return tuple(" ".join(words) for words in sought if all(stored.issuperset(sought_terms(word)) for word in words))


def _tokens(text: str, terms: frozenset[str]) -> Iterator[_Token]:
    for word in read_words(text):
        # Where folding changes the length, it is not known which characters became which.
        if is_unspaced(word.text) and len(word.text) == word.end - word.start:
            yield from _characters(word.text, word.start, terms)
        else:
            found = terms.intersection(stored_terms(word.text))
            yield _Token(word.start, word.end, CHARACTERS, found)


def _characters(word: str, start: int, terms: frozenset[str]) -> Iterator[_Token]:
    for at in range(len(word)):
        around = {word[at], word[at : at + 2], word[max(at - 1, 0) : at + 1]}
        yield _Token(start + at, start + at + 1, 1, terms & around)


def _passage(text: str, tokens: list[_Token]) -> tuple[int, int]:
    """(first token, last token)"""
    reached = [0, *accumulate(token.width for token in tokens)]
    first, last = _densest(tokens, reached)
    hits = [at for at in range(first, last + 1) if tokens[at].terms]
    if not hits:
        return first, last
    # What is left of the limit gives context: back to where the sentence begins, if that is near, or else a third.
    spare = MAX_WORDS * CHARACTERS - (reached[hits[-1] + 1] - reached[hits[0]])
    before = range(hits[0], bisect_left(reached, reached[hits[0]] - spare) - 1, -1)
    starts = (at for at in before if at == 0 or SENTENCE_END.search(text, tokens[at - 1].end, tokens[at].start))
    first = next(starts, bisect_left(reached, reached[hits[0]] - spare / 3))
    return first, _reach(reached, first)


def _densest(tokens: list[_Token], reached: list[int]) -> tuple[int, int]:
    """The first passage with most different terms, and then most of them."""
    best, found = -1.0, (0, _reach(reached, 0))
    hits = [at for at, token in enumerate(tokens) if token.terms]
    for first in dict.fromkeys((0, *hits)):
        last = _reach(reached, first)
        inside = hits[bisect_left(hits, first) : bisect(hits, last)]
        terms = [term for at in inside for term in tokens[at].terms]
        score = len(set(terms)) + REPEATED * len(terms)
        if score > best:
            best, found = score, (first, last)
    return found


def _reach(reached: list[int], first: int) -> int:
    """The last token of a passage that begins with `first`."""
    return bisect(reached, reached[first] + MAX_WORDS * CHARACTERS) - 2
