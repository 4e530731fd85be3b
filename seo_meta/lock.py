"""One run of a site at a time. The lock goes with the process that holds it, however that dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection

from seo_meta.core.text import key64
from seo_meta.errors import RunError

SOON_LET_GO = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
"""A machine that went away says nothing: the server then lets go of its locks after a minute, not after two hours."""

_held: set[int] = set()
"""What this process holds: a file's locks keep out other processes alone."""


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Hold the lock of that name, among all processes that use this database. Raises RunError when another has it."""
    with taken(name) as ours:
        if not ours:
            raise RunError(f"Another run of {name} is going on. Wait for it to end, or stop it.")
        yield


@contextmanager
def taken(name: str) -> Iterator[bool]:
    """Hold the lock of that name where it is free; whether it was."""
    number = int.from_bytes(key64(name)) >> 2
    if number in _held:
        yield False
        return
    lock = _advisory_lock if connection.vendor == "postgresql" else _file_lock
    with lock(number) as ours:
        if not ours:
            yield False
            return
        _held.add(number)
        try:
            yield True
        finally:
            _held.discard(number)


@contextmanager
def _advisory_lock(number: int) -> Iterator[bool]:
    """On a connection of its own: those of a run are closed where workers start."""
    session = connection.copy()
    try:
        with session.cursor() as cursor:
            cursor.execute(SOON_LET_GO)
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            (ours,) = cursor.fetchone()
            try:
                yield bool(ours)
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
    file = _opened(f"{database}.lock")
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
    except BlockingIOError:
        yield False
        return
    try:
        yield True
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN, 1, number)


@cache
def _opened(path: str) -> int:
    """One descriptor for as long as the process lives: to close any of a file lets go of all our locks on it."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
