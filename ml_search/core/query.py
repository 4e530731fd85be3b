"""What was typed into a search box: words, "phrases" and -exclusions."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from math import log

import msgspec

from ml_search.errors import QueryError

from .words import is_unspaced, phrase_terms, sought_terms, words

Words = tuple[str, ...]

MAX_CHARACTERS = 2_000
MAX_WORDS = 256
"""A question in whole sentences is a query too; what is looked up of it is bounded by KEPT_WORDS."""
KEPT_WORDS = 12
"""Different words that are looked up. More make a search slower in step, and better by little: see
docs/explanation/measurements.md."""
COMMON = 1_000
"""Chunks. A word in more of them than that, and than half of all, has nothing to tell beside another."""
SYNONYM_WEIGHT = 0.7
SATURATION = 8.0
"""k3 of BM25: a word that the query repeats counts more, but not in step. Source: Robertson et al. 1994, "Okapi at
TREC-3"."""

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
PART = re.compile(r'(?P<out>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class Query(msgspec.Struct, frozen=True):
    """Words in lower case, as they were typed: stemming is the business of the index."""

    words: Words = ()
    """Any of them may match; those of `phrases` are among them. A word that was typed twice is there twice."""
    phrases: tuple[Words, ...] = ()
    """A chunk must hold each, word by word."""
    excluded: tuple[Words, ...] = ()
    """No chunk may hold any of these words or phrases."""
    synonyms: dict[str, tuple[Words, ...]] = {}
    """By word, or by words with spaces between them, what counts as well, at a lower weight."""

    def corrected(self, instead: Mapping[str, str], beside: Mapping[str, str]) -> "Query":
        """With other words in the place of some, and with others that count as well. Exclusions stay as they are."""
        return Query(
            tuple(instead.get(word, word) for word in self.words),
            tuple(tuple(instead.get(word, word) for word in phrase) for phrase in self.phrases),
            self.excluded,
            self.synonyms | {word: ((other,),) for word, other in beside.items()},
        )


def parse(text: str) -> Query:
    """Read what a person typed. A quote without its like, and a lone minus sign, mean nothing.

    Raises QueryError when nothing is asked for, or too much.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"The query has {len(text)} characters; shorten it to {MAX_CHARACTERS}.")
    sought: list[str] = []
    phrases: list[Words] = []
    excluded: list[Words] = []
    for part in PART.finditer(unicodedata.normalize("NFKC", text.translate(QUOTES))):
        read = tuple(words(part["phrase"] or part["word"] or ""))
        if not read:
            continue
        if part["out"]:
            excluded.append(read)
            continue
        sought += read
        if part["phrase"]:
            phrases.append(read)
    count = len(sought) + sum(map(len, excluded))
    if count > MAX_WORDS:
        raise QueryError(f"The query has {count} words; shorten it to {MAX_WORDS}.")
    if not sought:
        only = "only says what to leave out" if excluded else "has no word in it"
        raise QueryError(f"The query {only}. Type a word to look for.")
    return Query(tuple(sought), tuple(dict.fromkeys(phrases)), tuple(dict.fromkeys(excluded)))


def plain(text: str) -> Query:
    """Any text as a query, of any length: all its words and no syntax. It may have no word."""
    return Query(tuple(words(text)))


def pieces(query: Query) -> list[str]:
    """What a long query is cut down to: its words, and the pairs of characters of those without spaces."""
    return [piece for word in query.words for piece in (sought_terms(word) if is_unspaced(word) else (word,))]


def keep_telling(query: Query, frequencies: Mapping[str, int], chunks: int) -> tuple[Query, Words]:
    """(query with the KEPT_WORDS words that tell most, the words that were dropped)

    `frequencies` has in how many of the chunks each of its `pieces` stands. Those that stand nowhere are not counted.
    Those that stand nearly everywhere take the longest to look up and decide nothing: beside others they are dropped.
    """
    times = Counter(pieces(query))
    found = [piece for piece in times if frequencies.get(piece)]
    best = sorted(found, key=lambda piece: -_repeated(times[piece]) * inverse_frequency(frequencies[piece], chunks))
    telling = [piece for piece in best[:KEPT_WORDS] if frequencies[piece] <= max(COMMON, chunks / 2)]
    out = {*best} - {*(telling or best[:KEPT_WORDS])}
    if not out:
        return query, ()
    kept = msgspec.structs.replace(query, words=tuple(piece for piece in pieces(query) if piece not in out))
    return kept, tuple(word for word in dict.fromkeys(query.words) if out.issuperset(pieces(Query((word,)))))


def inverse_frequency(frequency: float, chunks: int) -> float:
    """How much a term tells, as SQLite has it: next to nothing when more than half of the chunks have it.

    Source: https://www.sqlite.org/fts5.html#the_bm25_function
    """
    return max(log((max(chunks - frequency, 0) + 0.5) / (frequency + 0.5)), 1e-6)


def weigh(query: Query) -> dict[tuple[str, ...], float]:
    """What to look up, terms that stand one after another, with how much each counts."""
    times = Counter(term for word in query.words for term in sought_terms(word))
    weights: dict[tuple[str, ...], float] = {(term,): _repeated(count) for term, count in times.items()}
    for alternatives in query.synonyms.values():
        for alternative in alternatives:
            weights.setdefault(phrase_terms(alternative), SYNONYM_WEIGHT)
    return weights


def _repeated(times: int) -> float:
    return (SATURATION + 1) * times / (SATURATION + times)
