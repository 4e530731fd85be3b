"""A copy of an SQLite database as it was at one moment, taken while others write. PostgreSQL has pg_dump."""

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from django.db import connection

from seo_meta.errors import ConfigError, DatabaseError


def backup(file: Path) -> int:
    """Write the copy, compact and readable by this user alone, and return its size in bytes. It is there when it is
    whole, and nothing is otherwise.

    Raises ConfigError when this is not the way to back the database up or `file` cannot be written, and DatabaseError
    when what was written does not read back.
    """
    if connection.vendor != "sqlite":
        raise ConfigError(
            "This is for SQLite. For PostgreSQL run: pg_dump --format=custom --file=FILE NAME (docs/how-to/operate.md)"
        )
    if file.exists():
        raise ConfigError(f"{file} is there already. Name another file: a backup never takes the place of one.")
    try:
        handle, made = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(handle)
    except OSError as error:
        raise ConfigError(f"The backup cannot be written to {file}: {error.strerror}.") from error
    unfinished = Path(made)
    try:
        # An empty file counts as none. The copy is of one read transaction, which WAL lets writers go on beside
        # (https://www.sqlite.org/lang_vacuum.html#vacuuminto).
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [made])
        _require_whole(unfinished)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(unfinished, file)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return file.stat().st_size


def _require_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            (said,) = copy.execute("PRAGMA quick_check").fetchone()
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise DatabaseError(f"The copy is damaged: {said}. Look at the disk, and at the database with: doctor")
