"""Generations on disk: damage is found, and what is searched is always one whole generation."""

import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from ml_search.core.vectors import places_of, similarities, stored
from ml_search.errors import IndexUnreadable
from ml_search.generations import files, manifest
from ml_search.generations.folder import Folder
from ml_search.stores import exact as exact_module
from ml_search.stores import faiss as faiss_module
from ml_search.stores import store_of
from ml_search.stores.exact import ExactStore
from ml_search.stores.faiss import FaissStore
from ml_search.tests.test_stores import changed
from ml_search.tests.vector_stores import Vectors, clustered, generation, publish, unit

SITE = clustered(600)
LATER = changed(SITE, seed=5)
BASE = ("ids.i64", "manifest.json", "vectors.f16")
FILES = (*BASE, "dead.i64", "delta-ids.i64", "delta-vectors.f16", "hnsw.faiss")


@pytest.fixture(autouse=True)
def graphs_for_few(monkeypatch) -> None:
    monkeypatch.setattr(faiss_module, "EXACT_UP_TO", 100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a generation, and an active one that shares the base of it."""
    store = FaissStore(tmp_path)
    publish(store, "1", SITE)
    assert publish(store, "2", LATER).parent == "1"
    return tmp_path


def flip(path: Path, bit: int) -> None:
    body = bytearray(path.read_bytes())
    body[bit // 8] ^= 1 << bit % 8
    path.write_bytes(body)


def serves(folder: Path, name: str, vectors: Vectors) -> bool:
    """Whether both stores search this generation, and it holds these chunks."""
    for store in (FaissStore(folder), ExactStore(folder)):
        active = store.active()
        ids = {hit.id for hit in store.search(vectors.rows[0], 10_000)}
        if active is None or active.name != name or ids != set(vectors.ids.tolist()):
            return False
    return True


def test_a_generation_has_these_files(folder: Path) -> None:
    assert serves(folder, "2", LATER)
    assert sorted(file.name for file in (folder / "gen-2").iterdir()) == sorted(FILES)
    assert sorted(file.name for file in (folder / "gen-1").iterdir()) == sorted((*BASE, "hnsw.faiss"))
    assert sorted(file.name for file in folder.iterdir()) == ["CURRENT", "gen-1", "gen-2"]


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_file_is_found_and_the_older_generation_serves(folder: Path, name: str, caplog) -> None:
    path = folder / "gen-2" / name
    bits = path.stat().st_size * 8
    for bit in sorted({0, 1, bits // 3, bits // 2, bits - 1}):
        flip(path, bit)
        assert serves(folder, "1", SITE)
        assert f"gen-2/{name}" in caplog.text
        flip(path, bit)
        assert serves(folder, "2", LATER)


def test_a_flipped_bit_anywhere_in_a_manifest_is_found(folder: Path) -> None:
    path = folder / "gen-2" / "manifest.json"
    for bit in range(0, path.stat().st_size * 8, 29):  # all bits in turn, and bytes of all parts
        flip(path, bit)
        with pytest.raises(IndexUnreadable, match="damaged"):
            manifest.read(path.parent)
        flip(path, bit)
    assert manifest.read(path.parent).generation.name == "2"


def test_a_flipped_bit_in_the_name_of_the_active_generation_is_found_and_the_latest_serves(folder: Path) -> None:
    path = folder / "CURRENT"
    for bit in range(path.stat().st_size * 8):
        flip(path, bit)
        assert Folder(folder).current() == ""
        flip(path, bit)
    flip(path, 0)
    assert serves(folder, "2", LATER)


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_missing_or_longer_file_is_found_and_the_older_generation_serves(folder: Path, name: str) -> None:
    path = folder / "gen-2" / name
    body = path.read_bytes()
    for damaged in (body[:-1], b"", body + b"\0", None):
        path.unlink(missing_ok=True)
        if damaged is not None:
            path.write_bytes(damaged)
        assert serves(folder, "1", SITE)


def test_without_the_active_generation_the_one_before_serves(folder: Path) -> None:
    shutil.rmtree(folder / "gen-2")
    assert serves(folder, "1", SITE)


def test_damage_to_both_is_said_and_not_searched(folder: Path) -> None:
    flip(folder / "gen-1" / "ids.i64", 0)
    flip(folder / "gen-2" / "ids.i64", 0)
    store = FaissStore(folder)
    assert store.active() is None
    assert list(store.generations()) == []
    with pytest.raises(IndexUnreadable, match="ml_index"):
        store.search(SITE.rows[0], 10)


def test_a_damaged_generation_is_not_activated_and_goes_first(folder: Path) -> None:
    store = FaissStore(folder)
    publish(store, "3", LATER)
    flip(folder / "gen-3" / "vectors.f16", 77)
    later = FaissStore(folder)
    with pytest.raises(IndexUnreadable, match=r"gen-3/vectors\.f16 is damaged"):
        later.activate("3")
    later.prune()
    assert sorted(file.name for file in folder.iterdir()) == ["CURRENT", "gen-1", "gen-2"]
    assert serves(folder, "2", LATER)


def test_a_generation_that_was_rolled_back_does_not_serve_for_a_damaged_one(folder: Path) -> None:
    FaissStore(folder).activate("1")
    flip(folder / "gen-1" / "ids.i64", 0)
    assert FaissStore(folder).active() is None


def test_a_damaged_base_is_not_carried_on(folder: Path) -> None:
    store = FaissStore(folder)
    assert store.active().name == "2"
    flip(folder / "gen-2" / "vectors.f16", 1000)
    assert store.write(generation("3", LATER), *LATER).parent == ""
    store.activate("3")
    assert serves(folder, "3", LATER)


def test_what_killed_writers_left_is_swept_and_never_searched(folder: Path) -> None:
    unfinished = folder / "gen-3.tmp"
    shutil.copytree(folder / "gen-1", unfinished)
    (folder / "CURRENT.tmp").write_text("3 ")
    store = FaissStore(folder)
    assert [one.name for one in store.generations()] == ["2", "1"]
    with pytest.raises(IndexUnreadable):
        store.activate("3.tmp")
    store.prune()
    assert sorted(file.name for file in folder.iterdir()) == ["CURRENT", "gen-1", "gen-2"]


def test_a_writer_that_fails_leaves_nothing(folder: Path, monkeypatch) -> None:
    def full(path: Path) -> files.File:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "seal", full)
    with pytest.raises(IndexUnreadable, match=r"cannot be written below .*: No space left on device"):
        FaissStore(folder).write(generation("3", SITE), *SITE)
    assert sorted(file.name for file in folder.iterdir()) == ["CURRENT", "gen-1", "gen-2"]
    assert serves(folder, "2", LATER)


@pytest.mark.parametrize("name", ["", "../x", "a/b", "a.tmp", "-x", "x" * 61])
def test_a_name_cannot_lead_out_of_the_folder(folder: Path, name: str) -> None:
    store = FaissStore(folder)
    with pytest.raises(IndexUnreadable, match="is no name of a generation"):
        store.write(generation(name, SITE), *SITE)
    with pytest.raises(IndexUnreadable, match="is no name of a generation"):
        store.activate(name)


def test_a_reader_goes_on_with_a_generation_that_was_pruned(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(exact_module, "LOOK_EVERY", 3600)
    reader, writer = FaissStore(folder), FaissStore(folder)
    reader.search(LATER.rows[0], 10)
    for name in ("3", "4"):
        publish(writer, name, SITE)
    writer.prune()
    assert not (folder / "gen-2").exists()
    assert reader.active().name == "2"
    assert {hit.id for hit in reader.search(LATER.rows[0], 10_000)} == set(LATER.ids.tolist())
    assert len(reader.search(LATER.rows[0], 10)) == 10


def test_a_reader_looks_again_when_its_time_is_up(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(exact_module, "LOOK_EVERY", 0)
    reader, writer = FaissStore(folder), FaissStore(folder)
    assert reader.active().name == "2"
    publish(writer, "3", SITE)
    assert reader.active().name == "3"


def test_a_graph_that_misses_too_much_is_left_out(tmp_path: Path, monkeypatch, caplog) -> None:
    monkeypatch.setattr(faiss_module, "_walk", lambda opened, query, k, places: opened.base.nearest(-query, k, places))
    with caplog.at_level(logging.WARNING):
        written = publish(FaissStore(tmp_path), "1", SITE)
    assert written.kind == "exact"
    assert sorted(file.name for file in (tmp_path / "gen-1").iterdir()) == sorted(BASE)
    assert "hnsw finds 0.00 of the nearest" in caplog.text


def test_few_vectors_need_no_graph(tmp_path: Path) -> None:
    assert publish(FaissStore(tmp_path), "1", clustered(100)).kind == "exact"
    assert publish(FaissStore(tmp_path), "2", clustered(101)).kind == "hnsw"


def test_each_site_has_a_folder_and_one_store_a_process(settings, tmp_path: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path)
    for kind in ("exact", "faiss"):
        settings.SITEAGENT_VECTOR_STORE = kind
        assert store_of(7) is store_of(7)
        assert store_of(7) is not store_of(8)
        store_of(7).clear()
        publish(store_of(7), "1", clustered(20))
        assert store_of(8).active() is None
        assert (tmp_path / "vectors" / "7" / "gen-1").is_dir()


def test_similarities_of_16_bit_floats_are_those_of_the_same_numbers_in_32_bits() -> None:
    rng = np.random.default_rng(4)
    rows = unit(rng.standard_normal((3_000, 48))).astype(np.float16)
    rows[0, :4] = [6e-8, -6e-8, 3e-5, -0.0]  # the smallest that 16 bits hold, and a zero
    queries = unit(rng.standard_normal((5, 48)))
    expected = rows.astype(np.float32) @ queries.T
    assert similarities(rows, queries) == pytest.approx(expected, abs=1e-6)
    assert similarities(rows, queries[0]) == pytest.approx(expected[:, 0], abs=1e-6)
    places = np.array([2_999, 0, 1_024])
    assert similarities(rows, queries, places) == pytest.approx(expected[places], abs=1e-6)
    assert similarities(rows.astype(np.float32), queries) == pytest.approx(expected, abs=1e-6)
    assert similarities(np.eye(48, dtype=np.float16)[:2], rows[0].astype(np.float32)).tolist() == rows[0, :2].tolist()


def test_what_is_stored_is_in_the_order_of_its_ids() -> None:
    rows = unit(np.eye(4))
    ids, halves = stored(np.array([9, 2, 7, 4]), rows, 4, 4)
    assert ids.tolist() == [2, 4, 7, 9]
    assert halves.argmax(axis=1).tolist() == [1, 3, 2, 0]
    assert places_of(ids, np.array([7, 1, 9, 7, 100])).tolist() == [2, 3]
