"""Vectors in PostgreSQL, by the extension pgvector 0.8 or later: 16-bit floats below an HNSW index.

A generation with few changes shares the table of the one before: each row says since which generation it counts, and
until which. What is written is one transaction, so a killed writer leaves nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec
import numpy as np
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from numpy.typing import NDArray

from ml_search.core.vectors import LEAST_RECALL, Query, query_of, recall, stored
from ml_search.encoders import Vectors
from ml_search.errors import IndexUnreadable, StoreError
from ml_search.generations import tables
from ml_search.stores import KEPT, Generation, Hit, Ids

NEIGHBOURS, EF_CONSTRUCTION, EF, LARGEST_EF = 16, 64, 100, 1000
EXACT_UP_TO = 50_000
"""Chunks among which the search does without the index."""
MOST_CHANGED = 0.1
"""Share of a table beyond which another is made."""
LEAST_VERSION = (0, 8)
COPIED_AT_ONCE = 5_000
UNDEFINED_TABLE = "42P01"
OTHERWISE = "or set SITEAGENT_VECTOR_STORE to faiss."


class Found(NamedTuple):
    """A generation, and the number of the table that has its rows."""

    number: int
    base: int
    generation: Generation


class Gone(IndexUnreadable):
    """A table was dropped between two statements."""


def store_of(site: int) -> "PgvectorStore":
    return PgvectorStore(site)


class PgvectorStore:
    """The generations of a site in the database that Django calls `using`."""

    def __init__(self, site: int, using: str = DEFAULT_DB_ALIAS) -> None:
        if connections[using].vendor != "postgresql":
            raise StoreError(f"The store pgvector needs PostgreSQL. Set DATABASE_URL to such a database, {OTHERWISE}")
        self._site = site
        self._using = using

    def generations(self) -> Sequence[Generation]:
        with self._cursor() as cursor:
            return [found.generation for found in self._found(cursor, tables.GENERATIONS)]

    def active(self) -> Generation | None:
        with self._cursor() as cursor:
            active = self._active(cursor)
            return active.generation if active else None

    def write(self, generation: Generation, ids: Ids, vectors: Vectors) -> Generation:
        ids, rows = stored(ids, vectors, generation.dimensions, generation.count)
        with self._cursor() as cursor:
            _prepare(cursor)
            if any(found.generation.name == generation.name for found in self._found(cursor, tables.GENERATIONS)):
                raise IndexUnreadable(f"Generation {generation.name} is there already.")
            _copy(cursor, ids, rows)
            written = self._shared(cursor, generation, ids, rows) or self._built(cursor, generation, ids, rows)
            manifest = msgspec.json.encode(written.generation).decode()
            cursor.execute(tables.ENTER, [written.number, self._site, written.base, generation.name, manifest])
            cursor.execute(tables.DROP_INCOMING)
        return written.generation

    def _shared(self, cursor: Any, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Found | None:
        """In the table of the active generation, where that is of the same encoder and little has changed."""
        active = self._active(cursor)
        if active is None or active.generation.kind != "hnsw" or active.generation.encoder != generation.encoder:
            return None
        cursor.execute(tables.CHANGES.format(base=active.base))
        total, changed = cursor.fetchone()
        if changed > MOST_CHANGED * total:
            return None
        written = msgspec.structs.replace(generation, kind="hnsw", parent=active.generation.name)
        found = Found(_next_number(cursor), active.base, written)
        with transaction.atomic(self._using):
            for change in (tables.RETIRE, tables.ADD):
                cursor.execute(change.format(base=found.base), {"number": found.number})
            if _recall(cursor, found, ids, rows) >= LEAST_RECALL:
                return found
            transaction.set_rollback(True, self._using)
        return None

    def _built(self, cursor: Any, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Found:
        number = _next_number(cursor)
        names = {"base": number, "dimensions": generation.dimensions, "neighbours": NEIGHBOURS, "ef": EF_CONSTRUCTION}
        for statement in (tables.TABLE, tables.ADD, tables.MEMORY, tables.INDEX, tables.ANALYZE):
            cursor.execute(statement.format(**names), {"number": number})
        found = Found(number, number, msgspec.structs.replace(generation, kind="hnsw", parent=""))
        if _recall(cursor, found, ids, rows) >= LEAST_RECALL:
            return found
        cursor.execute(tables.DROP_INDEX.format(**names))
        found = found._replace(generation=msgspec.structs.replace(found.generation, kind="exact"))
        if _recall(cursor, found, ids, rows) >= LEAST_RECALL:
            return found
        raise IndexUnreadable(f"Generation {generation.name} does not find its own vectors. Build it again.")

    def activate(self, name: str) -> None:
        with self._cursor() as cursor:
            _prepare(cursor)
            cursor.execute(tables.ACTIVATE, [self._site, name])
            if not cursor.rowcount:
                raise IndexUnreadable(f"There is no generation {name}.")

    def search(self, vector: NDArray[np.float32], k: int, among: Ids | None = None) -> list[Hit]:
        try:
            return self._search(vector, k, among)
        except Gone:  # pruned between two statements: another is active by now
            return self._search(vector, k, among)

    def _search(self, vector: NDArray[np.float32], k: int, among: Ids | None) -> list[Hit]:
        with self._cursor() as cursor:
            active = self._active(cursor)
            if active is None:
                raise IndexUnreadable("There is no index of the site that can be read. Build one with ml_index.")
            return _nearest(cursor, active, query_of(vector, active.generation.dimensions), k, among)

    def prune(self) -> None:
        with self._cursor() as cursor:
            found = self._found(cursor, tables.GENERATIONS)
            active = self._active(cursor)
            others = [one for one in found if one != active]
            self._keep(cursor, ([active, *others] if active else others)[:KEPT])

    def clear(self) -> None:
        with self._cursor() as cursor:
            self._keep(cursor, [])

    def _keep(self, cursor: Any, kept: list[Found]) -> None:
        found = self._found(cursor, tables.GENERATIONS)
        if not found:
            return
        cursor.execute(tables.FORGET, [self._site, [one.number for one in kept]])
        for base in {one.base for one in found}:
            if numbers := [one.number for one in kept if one.base == base]:
                cursor.execute(tables.REMOVE_RETIRED.format(base=base), [min(numbers)])
            else:
                cursor.execute(tables.DROP.format(base=base))

    def _active(self, cursor: Any) -> Found | None:
        return next(iter(self._found(cursor, tables.ACTIVE)), None)

    def _found(self, cursor: Any, query: str) -> list[Found]:
        cursor.execute("SELECT to_regclass('ml_search_active_generation')")
        if cursor.fetchone() == (None,):
            return []
        cursor.execute(query, [self._site])
        return [Found(number, base, msgspec.json.decode(text, type=Generation)) for number, base, text in cursor]

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """In a transaction. What the database says against it is put into one line."""
        try:
            with transaction.atomic(self._using), connections[self._using].cursor() as cursor:
                yield cursor
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) == UNDEFINED_TABLE:
                raise Gone("The generation was removed while it was searched. Search again.") from error
            reason = str(error).partition("\n")[0]
            raise IndexUnreadable(f"PostgreSQL refuses what the vector store asks of it: {reason}") from error


def _prepare(cursor: Any) -> None:
    """Make the extension and the tables where they are missing. Raises StoreError when that is not ours to do."""
    cursor.execute("SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'vector'")
    available, installed = cursor.fetchone() or (None, None)
    if available is None:
        raise StoreError(f"This PostgreSQL has no pgvector. Install its package on the server, {OTHERWISE}")
    if tuple(map(int, (installed or available).split(".")[:2])) < LEAST_VERSION:
        raise StoreError(f"pgvector {installed or available} is too old. Install 0.8 or later, {OTHERWISE}")
    if installed is None:
        try:
            with transaction.atomic(cursor.db.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except DatabaseError as error:
            remedy = f"Let an administrator run CREATE EXTENSION vector in this database, {OTHERWISE}"
            raise StoreError(f"pgvector is not enabled and we may not do so. {remedy}") from error
    cursor.execute(tables.REGISTER)


def _next_number(cursor: Any) -> int:
    cursor.execute("SELECT nextval('ml_search_generation_number_seq')")
    (number,) = cursor.fetchone()
    return int(number)


def _copy(cursor: Any, ids: Ids, rows: NDArray[np.float16]) -> None:
    """Into the table `incoming`, in the binary format of COPY: big-endian, each value behind its length."""
    columns = rows.shape[1]
    fields = (
        ("fields", ">i2"),
        ("id_size", ">i4"),
        ("id", ">i8"),
        ("size", ">i4"),
        ("columns", ">i2"),
        ("unused", ">i2"),
    )
    tuples = np.zeros(len(ids), dtype=[*fields, ("vector", ">f2", (columns,))])
    tuples["fields"], tuples["id_size"], tuples["id"] = 2, 8, ids
    tuples["size"], tuples["columns"], tuples["vector"] = 4 + 2 * columns, columns, rows
    cursor.execute(tables.INCOMING.format(dimensions=columns))
    with cursor.copy("COPY incoming FROM STDIN WITH (FORMAT BINARY)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for start in range(0, len(tuples), COPIED_AT_ONCE):
            copy.write(tuples[start : start + COPIED_AT_ONCE].tobytes())
        copy.write(b"\xff\xff")


def _recall(cursor: Any, found: Found, ids: Ids, rows: NDArray[np.float16]) -> float:
    return recall(rows, ids, lambda query, k: _nearest(cursor, found, query, k, None))


def _nearest(cursor: Any, found: Found, query: Query, k: int, among: Ids | None) -> list[Hit]:
    """By the index; exactly among few, and where the index comes to its end before there are k."""
    wanted = min(k, found.generation.count if among is None else len(among))
    cursor.execute(tables.EFFORT, [str(min(max(EF, k), LARGEST_EF))])
    values = {"number": found.number, "query": f"[{','.join(map(str, query.tolist()))}]", "k": k}
    if among is not None:
        values["among"] = among.tolist()
    ways = ("", tables.EXACTLY) if among is None or len(among) > EXACT_UP_TO else (tables.EXACTLY,)
    hits: list[Hit] = []
    for way in ways:
        condition = "" if among is None else tables.AMONG
        cursor.execute(tables.SEARCH.format(base=found.base, among=condition, exactly=way), values)
        hits = [Hit(id, score) for id, score in cursor]
        if len(hits) >= wanted:
            break
    return hits
