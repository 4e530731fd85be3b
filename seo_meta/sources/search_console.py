"""Exports of Search Console as files: a CSV, or a ZIP of several as the download is."""

import zipfile
import zlib
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import IO

from seo_meta.core.defang import plain
from seo_meta.core.search_console.export import Export
from seo_meta.core.search_console.table import REMEDY, Table
from seo_meta.errors import SearchConsoleError

MAX_CHARACTERS = 250_000_000
"""Of one table, unpacked."""
MAX_LINE = 1_000_000
MAX_TABLES = 50
TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
ZIP_START = b"PK\x03\x04"
UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff")
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
"""What zipfile raises for what is broken, packed in an unknown way, or encrypted."""


def read_export(path: Path) -> Export:
    """Sum up the tables of a file. Raises SearchConsoleError."""
    export = Export()
    try:
        with path.open("rb") as file:
            if file.peek(4).startswith(ZIP_START):
                _add_zip(export, plain(path.name), file)
            else:
                export.add(_table(plain(path.name), file))
    except OSError as error:
        raise SearchConsoleError(f"Cannot read {path}: {error.strerror or error}") from error
    return export


def _add_zip(export: Export, name: str, file: IO[bytes]) -> None:
    """Raises SearchConsoleError, also when no table is about pages."""
    try:
        with zipfile.ZipFile(file) as archive:
            others = _add_members(export, archive)
    except ZIP_ERRORS as error:
        raise SearchConsoleError(f"{name} is no whole ZIP: {error}. Download it again.") from error
    if not export.rows:
        named = "; ".join(others) or "it has no CSV"
        raise SearchConsoleError(f"{name} has no rows about pages: {named}. {REMEDY}")


def _add_members(export: Export, archive: zipfile.ZipFile) -> list[str]:
    """Count the tables of pages, and take the period from that of dates; says what columns the other tables have."""
    others = []
    for name in _table_names(archive):
        with archive.open(name) as file:
            table = _table(plain(PurePosixPath(name).name), file)
            if table.has_pages:
                export.add(table)
            else:
                others.append(f"{table.name} has {table.named_columns}")
                export.days.update(table.days())
    return others


def _table_names(archive: zipfile.ZipFile) -> list[str]:
    """The tables of an archive, without what macOS puts beside each file."""
    names = [name for name in archive.namelist() if name.lower().endswith(TABLE_SUFFIXES)]
    names = [name for name in names if not PurePosixPath(name).name.startswith("._")]
    if len(names) > MAX_TABLES:
        raise SearchConsoleError(f"The ZIP has {len(names):,} tables, more than any export has.")
    return names


def _table(name: str, file: IO[bytes]) -> Table:
    start = file.peek(2)[:2]  # type: ignore[attr-defined]  # files and members of archives have it
    return Table(name, _lines(name, file, "utf-16" if start in UTF16_STARTS else "utf-8"))


def _lines(name: str, file: IO[bytes], encoding: str) -> Iterator[str]:
    """The lines with their ends, as the csv module wants them. Raises SearchConsoleError for what is no text, and for
    too much of it."""
    total = 0
    with TextIOWrapper(file, encoding, newline="") as text:
        while line := _line(name, text):
            total += len(line)
            if len(line) == MAX_LINE:
                raise SearchConsoleError(f"{name} has a line of {MAX_LINE:,} characters: that is no export.")
            if total > MAX_CHARACTERS:
                raise SearchConsoleError(f"{name} has more than {MAX_CHARACTERS:,} characters. Export fewer days.")
            yield line


def _line(name: str, text: TextIOWrapper) -> str:
    try:
        return text.readline(MAX_LINE)
    except UnicodeError as error:
        raise SearchConsoleError(f"{name} is neither UTF-8 nor UTF-16. Save it as CSV UTF-8.") from error
