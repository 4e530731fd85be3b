"""What every vector store must do, asked of each: in files, by FAISS, in PostgreSQL, in Qdrant."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from ml_search.errors import IndexUnreadable
from ml_search.stores import faiss as faiss_module
from ml_search.stores import pgvector as pgvector_module
from ml_search.stores import qdrant as qdrant_module
from ml_search.tests import vector_stores
from ml_search.tests.vector_stores import Opener, Vectors, clustered, generation, publish, queries_near, unit

COUNT = 2_000
FEW = 400
"""Stands for the 50,000 chunks among which the stores search exactly."""
STORES = ["exact", "faiss", "pgvector", "qdrant"] + ["qdrant-server"] * bool(os.environ.get("QDRANT_URL"))
ROOT = Path(__file__).parents[2]
SITE = clustered(COUNT)


@pytest.fixture(params=STORES)
def opener(request, tmp_path, monkeypatch, django_db_blocker) -> Iterator[Opener]:
    for module in (faiss_module, pgvector_module, qdrant_module):
        monkeypatch.setattr(module, "EXACT_UP_TO", FEW)
    with django_db_blocker.unblock(), opened(request, tmp_path) as opener:
        opener().clear()
        yield opener
        opener().clear()


def opened(request: pytest.FixtureRequest, tmp_path: Path) -> AbstractContextManager[Opener]:
    if request.param == "qdrant-server":
        return vector_stores.qdrant(os.environ["QDRANT_URL"])
    if request.param == "pgvector":
        return vector_stores.pgvector(request.getfixturevalue("pgvector_url"))
    if request.param == "qdrant":
        return vector_stores.qdrant()
    return getattr(vector_stores, request.param)(tmp_path)


@pytest.fixture
def store(opener):
    return opener()


def found(store, query: np.ndarray, k: int = 10, among: np.ndarray | None = None) -> list[int]:
    return [hit.id for hit in store.search(query, k, among)]


def recall(store, vectors: Vectors, among: np.ndarray | None = None, k: int = 10) -> float:
    """Of brute force; a hit also counts when it is as near as the last of those."""
    shares = []
    for query in queries_near(vectors, 20):
        expected = vectors.nearest(query, k, among)
        hits = store.search(query, k, among)
        assert len(hits) == len(expected)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        shares.append(np.mean([hit.score >= expected[-1].score - 1e-3 for hit in hits]))
    return float(np.mean(shares))


def test_there_is_nothing_to_search_before_a_generation_is_activated(store) -> None:
    store.write(generation("1", SITE), *SITE)
    assert store.active() is None
    assert [one.name for one in store.generations()] == ["1"]
    with pytest.raises(IndexUnreadable, match="ml_index"):
        store.search(SITE.rows[0], 10)


def test_the_nearest_are_those_that_brute_force_finds(store) -> None:
    written = publish(store, "1", SITE)
    assert written.kind in ("exact", "hnsw")
    assert recall(store, SITE) >= (1 if written.kind == "exact" else 0.98)
    for query in queries_near(SITE, 5):
        scores = {hit.id: hit.score for hit in SITE.nearest(query, COUNT)}
        for hit in store.search(query, 10):
            assert hit.score == pytest.approx(scores[hit.id], abs=2e-3)


@pytest.mark.parametrize("share", [1, 0.5, 0.1, 0.01, 0.001])
def test_among_some_chunks_k_are_found_when_there_are_k(store, share: float) -> None:
    publish(store, "1", SITE)
    among = np.random.default_rng(3).permutation(SITE.ids)[: round(share * COUNT)]
    for query in queries_near(SITE, 5):
        for k in (1, 10, 100):
            ids = found(store, query, k, among)
            assert len(ids) == len(set(ids)) == min(k, len(among))
            assert set(ids) <= set(among.tolist())
    assert recall(store, SITE, among) >= 0.95


def test_far_from_the_query_k_are_found_too(store) -> None:
    publish(store, "1", SITE)
    query = SITE.rows[0]
    farthest = np.array([hit.id for hit in SITE.nearest(query, COUNT)[-600:]], dtype=np.int64)
    assert len(found(store, query, 10, farthest)) == 10


def test_chunks_that_are_not_in_the_index_are_not_found(store) -> None:
    publish(store, "1", SITE)
    among = np.array([SITE.ids[5], 10**12, SITE.ids[5]], dtype=np.int64)
    assert found(store, SITE.rows[0], 10, among) == [SITE.ids[5]]
    assert found(store, SITE.rows[0], 10, np.array([], dtype=np.int64)) == []


def test_more_than_there_are_gives_all(store) -> None:
    few = clustered(30)
    publish(store, "1", few)
    assert sorted(found(store, few.rows[0], 100)) == few.ids.tolist()


def test_what_is_written_is_seen_once_it_is_activated_and_again_after_a_roll_back(store) -> None:
    other = Vectors(SITE.ids, clustered(COUNT, seed=9).rows)
    publish(store, "1", SITE)
    store.write(generation("2", other), *other)
    assert store.active().name == "1"
    assert found(store, SITE.rows[7], 1) == [SITE.ids[7]]
    store.activate("2")
    assert store.active().name == "2"
    assert found(store, other.rows[7], 1) == [SITE.ids[7]]
    store.activate("1")
    assert found(store, SITE.rows[7], 1) == [SITE.ids[7]]
    assert [one.name for one in store.generations()] == ["2", "1"]


def test_pruning_leaves_the_active_generation_and_one_more(store) -> None:
    few = clustered(50)
    for name in ("1", "2", "3"):
        publish(store, name, few)
    store.activate("1")
    store.prune()
    assert [one.name for one in store.generations()] == ["3", "1"]
    assert store.active().name == "1"
    assert len(found(store, few.rows[0])) == 10


def test_what_is_cleared_is_gone(store) -> None:
    few = clustered(50)
    publish(store, "1", few)
    store.clear()
    assert (store.active(), list(store.generations())) == (None, [])
    with pytest.raises(IndexUnreadable):
        store.search(few.rows[0], 10)
    publish(store, "1", few)
    assert len(found(store, few.rows[0])) == 10


@pytest.mark.parametrize("opener", ["pgvector"], indirect=True)
def test_sites_do_not_see_each_other(opener) -> None:
    first, second = opener(), pgvector_module.PgvectorStore(2, using=vector_stores.ALIAS)
    publish(first, "1", clustered(50))
    assert second.active() is None
    publish(second, "1", clustered(20))
    assert len(found(first, SITE.rows[0], 100)) == 50
    second.clear()
    assert len(found(first, SITE.rows[0], 100)) == 50


def test_copies_of_a_text_are_all_found(store) -> None:
    rows = np.concatenate([np.repeat(SITE.rows[:1], 40, axis=0), SITE.rows[1:1000]])
    copies = Vectors(np.arange(len(rows), dtype=np.int64), rows)
    publish(store, "1", copies)
    hits = store.search(SITE.rows[0], 40)
    assert {hit.id for hit in hits} == set(range(40))
    assert all(hit.score == pytest.approx(1, abs=1e-3) for hit in hits)


def test_a_site_of_copies_alone_is_searched(store) -> None:
    publish(store, "1", Vectors(SITE.ids[:1000], np.repeat(SITE.rows[:1], 1000, axis=0)))
    assert len(set(found(store, SITE.rows[0], 100))) == 100


def test_an_index_without_vectors_finds_nothing(store) -> None:
    none = Vectors(np.empty(0, dtype=np.int64), np.empty((0, vector_stores.DIMENSIONS), dtype=np.float32))
    publish(store, "1", none)
    assert store.active().count == 0
    assert found(store, SITE.rows[0]) == []
    assert found(store, SITE.rows[0], 10, SITE.ids) == []


def test_a_query_of_another_encoder_is_refused(store) -> None:
    publish(store, "1", clustered(50))
    with pytest.raises(IndexUnreadable, match="32 dimensions and the index 64"):
        store.search(unit(np.ones(32)), 10)


BAD = {
    "NaN": lambda rows: np.where(np.arange(len(rows))[:, None] == 3, np.nan, rows),
    "infinite": lambda rows: np.where(np.arange(len(rows))[:, None] == 3, np.inf, rows),
    "too long": lambda rows: rows * 1.01,
    "zero": lambda rows: rows * (np.arange(len(rows))[:, None] != 3),
}


@pytest.mark.parametrize("bad", BAD)
def test_vectors_that_are_not_of_length_1_are_refused(store, bad: str) -> None:
    few = clustered(50)
    publish(store, "1", few)
    with pytest.raises(IndexUnreadable, match="of 50 vectors are not of length 1"):
        store.write(generation("2", few), few.ids, BAD[bad](few.rows).astype(np.float32))
    assert [one.name for one in store.generations()] == ["1"]
    assert len(found(store, few.rows[0])) == 10


def test_what_contradicts_its_announcement_is_refused(store) -> None:
    few = clustered(50)
    with pytest.raises(IndexUnreadable, match="51 × 64 were announced"):
        store.write(generation("1", few, count=51), *few)
    with pytest.raises(IndexUnreadable, match="50 × 32 were announced"):
        store.write(generation("1", few, dimensions=32), *few)
    with pytest.raises(IndexUnreadable, match="Two vectors came for one chunk"):
        store.write(generation("1", few), np.repeat(few.ids[:25], 2), few.rows)
    publish(store, "1", few)
    with pytest.raises(IndexUnreadable, match="Generation 1 is there already"):
        store.write(generation("1", few), *few)
    with pytest.raises(IndexUnreadable, match="There is no generation"):
        store.activate("2")


def changed(vectors: Vectors, seed: int, share: float = 0.01) -> Vectors:
    """A part of them moved, as many gone and as many new."""
    rng = np.random.default_rng(seed)
    count = round(share * len(vectors.ids))
    moved, gone = np.split(rng.permutation(len(vectors.ids))[: 2 * count], 2)
    rows = vectors.rows.copy()
    rows[moved] = clustered(count, seed + 100).rows
    new = clustered(count, seed + 200)
    ids = np.delete(vectors.ids, gone)
    return Vectors(
        np.concatenate([new.ids + 10**6 * seed, ids]), np.concatenate([new.rows, np.delete(rows, gone, axis=0)])
    )


def test_few_changes_count_and_share_what_is_left_of_the_generation_before(store) -> None:
    kind = publish(store, "1", SITE).kind
    later = changed(SITE, seed=5)
    written = publish(store, "2", later)
    assert written.parent in ("", "1")
    assert recall(store, later) >= (1 if kind == "exact" else 0.98)
    assert recall(store, later, among=later.ids[later.ids > 10**6]) == 1
    assert recall(store, later, among=later.ids[: COUNT // 2]) >= 0.95
    assert set(found(store, SITE.rows[0], 3000)) == set(later.ids.tolist())
    store.activate("1")
    assert recall(store, SITE) >= (1 if kind == "exact" else 0.98)
    assert set(found(store, SITE.rows[0], 3000)) == set(SITE.ids.tolist())


@pytest.mark.parametrize("opener", ["faiss", "pgvector"], indirect=True)
def test_a_graph_is_built_anew_only_when_much_has_changed_or_by_another_encoder(store) -> None:
    vectors = SITE
    parents = [publish(store, "10", vectors).parent]
    for name in ("11", "12"):
        vectors = changed(vectors, seed=int(name))
        parents.append(publish(store, name, vectors).parent)
        store.prune()
        assert recall(store, vectors) >= 0.98
    parents.append(store.write(generation("13", vectors, encoder="1" * 32), *vectors).parent)
    vectors = changed(vectors, seed=14, share=0.15)
    parents.append(publish(store, "14", vectors).parent)
    assert parents == ["", "10", "11", "", ""]
    assert set(found(store, SITE.rows[0], 3000)) == set(vectors.ids.tolist())


READER = """
import sys
import django
django.setup()
from ml_search.tests import vector_stores
_, kind, place = sys.argv
with getattr(vector_stores, kind)(place) as opener:
    store = opener()
    vectors = vector_stores.clustered(50)
    for _ in sys.stdin:
        hits = store.search(vectors.rows[0], 50)
        print(store.active().name, len(hits), flush=True)
"""


@pytest.mark.parametrize("opener", ["exact", "faiss", "pgvector"], indirect=True)
def test_a_reader_in_another_process_sees_the_switch(store, request, tmp_path) -> None:
    kind = request.node.callspec.params["opener"]
    place = request.getfixturevalue("pgvector_url") if kind == "pgvector" else str(tmp_path)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    publish(store, "1", clustered(50))
    with subprocess.Popen(
        [sys.executable, "-c", READER, kind, place],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:

        def answer() -> str:
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        assert answer() == "1 50"
        publish(store, "2", clustered(40))
        answers = {answer()}
        while "2 40" not in answers and reader.poll() is None:
            answers.add(answer())
        reader.stdin.close()
    assert answers <= {"1 50", "2 40", "2 50", "1 40"}
    assert "2 40" in answers
