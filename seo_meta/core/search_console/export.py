"""An export as a whole: the sums for each page and query."""

from collections.abc import Iterable
from datetime import date

import msgspec

from seo_meta.errors import SearchConsoleError

from .cells import Row
from .table import Table, Unread

MAX_ROWS = 1_000_000
MAX_SHOWN = 10
"""Rows that were not read whose reasons are kept; all are counted."""


class Figures(msgspec.Struct):
    """How often a page was shown in search results, and clicked there."""

    clicks: int = 0
    impressions: int = 0
    places: float = 0.0
    """The sum of the positions of all impressions."""

    def add(self, clicks: int, impressions: int, position: float) -> None:
        self.clicks += clicks
        self.impressions += impressions
        self.places += position * impressions

    @property
    def position(self) -> float:
        """The mean over the impressions."""
        return self.places / self.impressions

    @property
    def ctr(self) -> float:
        """A fraction."""
        return self.clicks / self.impressions


class Export:
    """The sums of an export, which may have one table of pages and one of pages with their queries."""

    def __init__(self) -> None:
        self.pages: dict[str, Figures] = {}
        """By URL, of a table without queries: complete, where that of queries lacks those that Google withholds."""
        self.queries: dict[str, dict[str, Figures]] = {}
        """By URL and query."""
        self.days: set[date] = set()
        self.rows = 0
        self.unread = 0
        self.shown: list[Unread] = []
        """The first of the unread rows."""
        self._tables: dict[bool, str] = {}

    def add(self, table: Table) -> None:
        """Raises SearchConsoleError for a second table of the same kind, and for more than a million rows."""
        table.require_columns()
        if other := self._tables.get(table.has_queries):
            kind = "pages with queries" if table.has_queries else "pages"
            raise SearchConsoleError(f"{other} and {table.name} both list {kind}, and would count twice. Keep one.")
        self._tables[table.has_queries] = table.name
        for row in table.rows():
            self.rows += 1
            if self.rows > MAX_ROWS:
                raise SearchConsoleError(f"{table.name} has more than {MAX_ROWS:,} rows. Export fewer days.")
            if isinstance(row, Unread):
                self.unread += 1
                self.shown += [row] if len(self.shown) < MAX_SHOWN else []
            else:
                self._count(row)

    def _count(self, row: Row) -> None:
        figures = self.pages if row.query is None else self.queries.setdefault(row.page, {})
        of = row.page if row.query is None else row.query
        figures.setdefault(of, Figures()).add(row.clicks, row.impressions, row.position)
        if row.day is not None:
            self.days.add(row.day)

    def urls(self) -> set[str]:
        return {*self.pages, *self.queries}

    def total(self, url: str) -> Figures:
        """Of a page: as its table has it, or else summed over the queries."""
        return self.pages.get(url) or _sum(self.queries[url].values())


def _sum(parts: Iterable[Figures]) -> Figures:
    total = Figures()
    for part in parts:
        total.add(part.clicks, part.impressions, part.position)
    return total
