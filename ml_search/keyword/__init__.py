"""The keyword leg: BM25 over chunks, in the database that holds them. One module a database, as Django names it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from django.db import connection
from django.db.models import QuerySet

from ml_search.core.query import Query
from ml_search.models import Chunk

WEIGHTS = {"title": 10.0, "headings": 4.0, "text": 1.0, "url": 3.0}
"""How much more a word counts there than in the text."""


class KeywordHit(NamedTuple):
    id: int
    """Of a chunk."""
    score: float
    """BM25, greater is better; comparable within one answer only."""


class Keyword(Protocol):
    """Nothing is removed by hand: a trigger of the database forgets chunks when they are deleted, whoever does it."""

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Index chunks, with their pages selected, in the transaction that stored them; each once. A chunk whose page
        gets another title or URL is deleted and stored anew."""
        ...

    def search(self, site: int, query: Query, limit: int, among: QuerySet[Chunk] | None = None) -> list[KeywordHit]:
        """The best chunks of a site, the best first; with `among` only those. A query without words finds nothing."""
        ...

    def document_frequency(self, site: int, words: Sequence[str]) -> Mapping[str, int]:
        """In how many chunks each word of a query stands, after stemming; 0 for those that stand nowhere."""
        ...

    def vocabulary(self, site: int) -> Mapping[str, int]:
        """The words as they are written, with how many chunks have each: what a typo is corrected to."""
        ...


def keyword_of() -> Keyword:
    """That of the database in use."""
    from . import postgresql, sqlite

    return postgresql if connection.vendor == "postgresql" else sqlite
