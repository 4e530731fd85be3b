"""The keyword leg in PostgreSQL: a GIN index finds candidates, and BM25 over our own document frequencies ranks them.

`ts_rank` does not: it has no idea how rare a word is. The formula and its constants are those of SQLite's `bm25`
(https://www.sqlite.org/fts5.html#the_bm25_function), so that both databases rank alike.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from json import dumps
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from ml_search.core.query import Query, inverse_frequency, weigh
from ml_search.core.words import phrase_terms
from ml_search.models import Chunk

from . import WEIGHTS, KeywordHit
from .terms import Entry, count_terms, document_frequency, read_entries, size, term_frequency, vocabulary

__all__ = ["add", "document_frequency", "search", "vocabulary"]

CANDIDATES = 1_000
"""Chunks that are ranked: those with the rarest terms. More when more have the rarest of all."""
K1, B = 1.2, 0.75

ADD = """
INSERT INTO ml_search_keyword (chunk_id, site_id, vector, times, length, written)
VALUES (%s, %s, %s::tsvector, %s::jsonb, %s, %s)
"""
# Without the offset PostgreSQL would look up each term as often as it is named.
SEARCH = f"""
SELECT chunk_id, {{score}} AS score
FROM (
    SELECT chunk_id, {K1} * ({1 - B} + {B} * length / %s::float8) AS norm, {{times}}
    FROM ml_search_keyword WHERE site_id = %s AND vector @@ %s::tsquery {{wanted}} OFFSET 0
) AS candidate
ORDER BY score DESC, chunk_id LIMIT %s
"""  # noqa: S608


class Sought(NamedTuple):
    """Terms that stand one after another."""

    terms: tuple[str, ...]
    gain: float
    """How much they tell (`inverse_frequency`), times how much they count in the query."""
    frequency: int
    """At most so many chunks have them."""


def add(chunks: Sequence[Chunk]) -> None:
    entries = read_entries(chunks)
    rows = [(entry.chunk, entry.site, *_columns(entry), len(entry.terms), entry.written) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)
    count_terms(entries)


def _columns(entry: Entry) -> tuple[str, str]:
    """(literal of a vector of terms with their places, JSON of how often each stands there, by WEIGHTS)

    A place is left out between fields: no phrase reaches from one into the next.
    """
    places: dict[str, list[str]] = defaultdict(list)
    times: dict[str, float] = defaultdict(float)
    at = 0
    for field, weight in WEIGHTS.items():
        for term in getattr(entry, field):
            at += 1
            places[term].append(str(at))
            times[term] += weight
        at += 1
    return " ".join(f"'{term}':{','.join(several)}" for term, several in places.items()), dumps(times)


def search(site: int, query: Query, limit: int, among: QuerySet[Chunk] | None = None) -> list[KeywordHit]:
    chunks, length = size(site)
    sought = _sought(site, query, chunks)
    if not sought:
        return []
    try:
        wanted, wanted_values = _wanted(query, among)
    except EmptyResultSet:
        return []
    times, times_values = _times(sought)
    score = " + ".join(f"%s::float8 * times_{at} * {K1 + 1} / (times_{at} + norm)" for at in range(len(sought)))
    candidates = _either(each.terms for each in _rarest(sought))
    values = [*(each.gain for each in sought), length / chunks, *times_values, site, candidates, *wanted_values, limit]
    with connection.cursor() as cursor:
        cursor.execute(SEARCH.format(score=score, times=times, wanted=wanted), values)
        return [KeywordHit(*row) for row in cursor.fetchall()]


def _sought(site: int, query: Query, chunks: int) -> list[Sought]:
    """What stands anywhere in the site, the rarest first."""
    weights = weigh(query)
    frequencies = term_frequency(site, {term for terms in weights for term in terms})
    found = [
        Sought(terms, weight * inverse_frequency(frequency, chunks), frequency)
        for terms, weight in weights.items()
        if (frequency := min(frequencies.get(term, 0) for term in terms))
    ]
    return sorted(found, key=lambda each: each.frequency)


def _rarest(sought: Sequence[Sought]) -> Sequence[Sought]:
    """As many as stand in CANDIDATES chunks together, but one at least."""
    reached = list(accumulate(each.frequency for each in sought))
    return sought[: max(1, bisect(reached, CANDIDATES))]


def _times(sought: Sequence[Sought]) -> tuple[str, list[str]]:
    """(how often each stands in a chunk, by WEIGHTS, as columns; their values). A phrase stands there once, or not."""
    term, phrase = "coalesce((times -> %s)::float8, 0)", "(vector @@ %s::tsquery)::int::float8"
    columns = (f"{term if len(each.terms) == 1 else phrase} AS times_{at}" for at, each in enumerate(sought))
    values = [each.terms[0] if len(each.terms) == 1 else _phrase(each.terms) for each in sought]
    return ", ".join(columns), values


def _wanted(query: Query, among: QuerySet[Chunk] | None) -> tuple[str, list[Any]]:
    """(further conditions, their values). Raises EmptyResultSet when it is known that nothing is wanted."""
    clauses = ["AND vector @@ %s::tsquery" for _ in query.phrases]
    values: list[Any] = [_phrase(phrase_terms(phrase)) for phrase in query.phrases]
    if query.excluded:
        clauses.append("AND NOT vector @@ %s::tsquery")
        values.append(_either(map(phrase_terms, query.excluded)))
    if among is not None:
        sql, parameters = among.order_by().values("pk").query.sql_with_params()
        clauses.append(f"AND chunk_id IN ({sql})")
        values.extend(parameters)
    return " ".join(clauses), values


def _either(phrases: Iterable[tuple[str, ...]]) -> str:
    return " | ".join(f"({_phrase(terms)})" for terms in phrases)


def _phrase(terms: tuple[str, ...]) -> str:
    """A `tsquery`. Terms are letters and digits: quoted, they cannot be operators."""
    return " <-> ".join(f"'{term}'" for term in terms)
