"""The keyword leg: BM25 over chunks, in the database that holds them. One module a database, as Django names it."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, Protocol, cast

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
    def add(self, chunks: Sequence[Chunk]) -> None:
        """Index chunks, with their pages selected, in the transaction that stored them."""
        ...

    def remove(self, chunks: QuerySet[Chunk]) -> None:
        """Forget chunks before they are deleted, in the same transaction."""
        ...

    def search(self, site: int, query: Query, limit: int, among: QuerySet[Chunk] | None = None) -> list[KeywordHit]:
        """The best chunks of a site, the best first; with `among` only those."""
        ...

    def document_frequency(self, site: int, terms: Sequence[str]) -> dict[str, int]:
        """In how many chunks each term of a query stands, after stemming."""
        ...

    def vocabulary(self, site: int) -> dict[str, int]:
        """The words as they are written, with how many chunks have each: what a typo is corrected to."""
        ...


def keyword_of() -> Keyword:
    """The leg of the database that holds the chunks."""
    return cast(Keyword, import_module(f"ml_search.keyword.{connection.vendor}"))
