"""The keyword leg in SQLite: an FTS5 table of terms, which its own `bm25` ranks.

FTS5 cuts nothing and stems nothing here: it is given terms with spaces between them, so that it knows the same words as
PostgreSQL (`core.words`). How rare a word is, it counts over all sites of the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from json import dumps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from ml_search.core.query import Query, weigh
from ml_search.core.words import phrase_terms
from ml_search.models import Chunk

from . import WEIGHTS, KeywordHit
from .terms import SITE, Entry, count_terms, document_frequency, read_entries, vocabulary

__all__ = ["add", "document_frequency", "search", "vocabulary"]

ADD = """
INSERT INTO ml_search_keyword (rowid, title, headings, text, url, site, length, terms, written)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
SCORED = """
SELECT rowid AS id, -%s * bm25(ml_search_keyword, {weights}) AS score
FROM ml_search_keyword WHERE ml_search_keyword MATCH %s
""".format(weights=", ".join(map(str, WEIGHTS.values())))
MATCHING = "SELECT rowid FROM ml_search_keyword WHERE ml_search_keyword MATCH %s"


def add(chunks: Sequence[Chunk]) -> None:
    entries = read_entries(chunks)
    rows = [(entry.chunk, *_columns(entry)) for entry in entries]
    with connection.cursor() as cursor:
        cursor.executemany(ADD, rows)
    count_terms(entries)


def _columns(entry: Entry) -> tuple[str | int, ...]:
    fields = (" ".join(terms) for terms in (entry.title, entry.headings, entry.text, entry.url))
    # What the trigger takes off the counts.
    terms = entry.terms
    return (*fields, entry.site, len(terms), dumps([*{*terms, SITE}]), dumps(entry.written))


def search(site: int, query: Query, limit: int, among: QuerySet[Chunk] | None = None) -> list[KeywordHit]:
    equally: dict[float, list[tuple[str, ...]]] = defaultdict(list)
    for terms, weight in weigh(query).items():
        equally[weight].append(terms)
    if not equally:
        return []
    try:
        wanted, wanted_values = _wanted(site, query, among)
    except EmptyResultSet:
        return []
    scored = " UNION ALL ".join([SCORED] * len(equally))
    values = [value for weight, several in equally.items() for value in (weight, _match(site, several, "OR"))]
    # Of a single query, `bm25` cannot be summed; nor is there anything to sum.
    score, group = ("sum(score)", "GROUP BY id") if len(equally) > 1 else ("score", "")
    sql = f"SELECT id, {score} FROM ({scored}) {wanted} {group} ORDER BY 2 DESC, 1 LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *wanted_values, limit])
        return [KeywordHit(*row) for row in cursor.fetchall()]


def _wanted(site: int, query: Query, among: QuerySet[Chunk] | None) -> tuple[str, list[Any]]:
    """(WHERE clause, its values). Raises EmptyResultSet when it is known that nothing is wanted."""
    clauses = []
    values: list[Any] = []
    if query.phrases:
        clauses.append(f"IN ({MATCHING})")
        values.append(_match(site, map(phrase_terms, query.phrases), "AND"))
    if query.excluded:
        clauses.append(f"NOT IN ({MATCHING})")
        values.append(_match(site, map(phrase_terms, query.excluded), "OR"))
    if among is not None:
        sql, parameters = among.order_by().values("pk").query.sql_with_params()
        clauses.append(f"IN ({sql})")
        values.extend(parameters)
    # The plus keeps SQLite from asking FTS5 again for each id.
    return "WHERE " + " AND ".join(f"+id {clause}" for clause in clauses) if clauses else "", values


def _match(site: int, phrases: Iterable[tuple[str, ...]], how: str) -> str:
    """An expression of FTS5. Terms are letters and digits, and quoted nevertheless: AND, OR and NEAR are words too."""
    several = f" {how} ".join(f'"{" ".join(terms)}"' for terms in phrases)
    return f'site : "{site}" AND {{{" ".join(WEIGHTS)}}} : ({several})'
