"""One run of a site at a time. The lock goes with the process that holds it, however that dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from seo_meta.core.text import key64
from seo_meta.errors import RunError


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Hold the lock of that name, among all processes that use this database. Raises RunError when another has it."""
    number = int.from_bytes(key64(name)) >> 2
    lock = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with lock(number) as taken:
        if not taken:
            raise RunError(f"Another run of {name} is going on. Wait for it to end, or stop it.")
        yield


@contextmanager
def _advisory_lock(number: int) -> Iterator[bool]:
    """On a connection of its own: those of a run are closed where workers start."""
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            (taken,) = cursor.fetchone()
            try:
                yield bool(taken)
            finally:
                # The server notices only after a while that a connection is closed.
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
    finally:
        session.close()


@contextmanager
def _file_lock(number: int) -> Iterator[bool]:
    """A byte of a file beside the database. Forked workers do not inherit such a lock, so it does not outlive us."""
    database = str(connection.settings_dict["NAME"])
    if ":memory:" in database or "mode=memory" in database:
        yield True
        return
    try:
        import fcntl
    except ImportError:  # Windows
        yield True
        return
    with Path(f"{database}.lock").open("wb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
        except BlockingIOError:
            yield False
        else:
            yield True
