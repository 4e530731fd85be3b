"""A table of an export."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from seo_meta.core.defang import clip, plain
from seo_meta.core.types import Value
from seo_meta.errors import SearchConsoleError

from .cells import Row, read_row
from .columns import field_of

REMEDY = (
    "In Search Console choose Export, Download CSV; or name the columns page, query, clicks, impressions, position."
)


class Unread(Value, frozen=True):
    """A row that cannot be read."""

    table: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.table} line {self.line:,} {self.reason}"


class Table:
    """A CSV table, read as it streams in."""

    def __init__(self, name: str, lines: Iterable[str]) -> None:
        """`name` is for messages. Raises SearchConsoleError for two columns that mean the same."""
        self.name = name
        lines = iter(lines)
        self._blank, head = next(((before, line) for before, line in enumerate(lines) if line.strip()), (0, ""))
        head = head.removeprefix("\ufeff")
        delimiter = max(",;\t", key=head.count)
        # Strict, or an open quote would swallow rows unseen.
        self._reader = csv.reader(chain([head], lines), delimiter=delimiter, strict=True)
        try:
            self.columns = tuple(next(self._reader, []))
        except csv.Error as error:
            raise SearchConsoleError(f"{self.name} is no CSV: {error}. {REMEDY}") from error
        self._places: dict[str, int] = {}
        for place, column in enumerate(self.columns):
            field = field_of(column)
            if field in self._places:
                raise SearchConsoleError(
                    f"{self.name} has two columns for {field}: {self.named_columns}. Keep one of them."
                )
            if field is not None:
                self._places[field] = place

    @property
    def named_columns(self) -> str:
        """For messages."""
        return plain(clip(", ".join(column.strip() for column in self.columns), 300)) or "none"

    @property
    def _line(self) -> int:
        """How many lines were read."""
        return self._blank + self._reader.line_num

    @property
    def has_pages(self) -> bool:
        return "page" in self._places

    @property
    def has_queries(self) -> bool:
        return "query" in self._places

    def require_columns(self) -> None:
        """Raises SearchConsoleError when a column that is needed is not known by its name."""
        missing = [field for field in ("page", "clicks", "impressions") if field not in self._places]
        if "position" not in self._places and "sum_position" not in self._places:
            missing.append("position")
        if missing:
            found = f"It has: {self.named_columns}"
            raise SearchConsoleError(f"{self.name} has no column for {', '.join(missing)}. {found}. {REMEDY}")

    def rows(self) -> Iterator[Row | Unread]:
        """The rows below the head, empty lines left out."""
        while True:
            line = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                until = f" up to line {self._line:,}" if self._line > line else ""
                yield Unread(self.name, line, f"is no CSV{until}: {error}")
                continue
            if cells:
                yield self._read(line, cells)

    def days(self) -> Iterator[date]:
        """The dates of a table of dates; what is none is left out."""
        place = self._places.get("date")
        if place is None:
            return
        for cells in _until_broken(self._reader):
            try:
                yield date.fromisoformat(cells[place].strip())
            except (ValueError, IndexError):
                continue

    def _read(self, line: int, cells: list[str]) -> Row | Unread:
        if len(cells) != len(self.columns):
            return Unread(self.name, line, f"has {len(cells)} columns instead of {len(self.columns)}")
        try:
            return read_row({field: cells[place].strip() for field, place in self._places.items()})
        except ValueError as error:
            return Unread(self.name, line, str(error))


def _until_broken(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        return
