"""The embedded default: exact up to 50,000 vectors, beyond that a graph by FAISS over the same files.

The graph is HNSW (Malkov, Yashunin, arXiv:1603.09320) over 16-bit floats, mapped into memory. FAISS cannot remove from
one, and searching while adding is not safe (facebookresearch/faiss#3339, #1781): it is never changed. A generation with
few changes takes over the graph of the one before, searches what is new exactly, and leaves out what is gone.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml_search.core.vectors import BLOCK, Query, places_of
from ml_search.errors import IndexUnreadable
from ml_search.generations import files
from ml_search.generations.files import File
from ml_search.generations.opened import DEAD, DELTA_IDS, DELTA_VECTORS, IDS, VECTORS, Opened, write_base
from ml_search.stores import Generation, Hit, Ids
from ml_search.stores.exact import Attempt, ExactStore, folder_of, merged

GRAPH = "hnsw.faiss"
EXACT_UP_TO = 50_000
NEIGHBOURS, EF_CONSTRUCTION = 32, 80
EF, EF_OF_A_MILLION = 128, 256
MOST_CHANGED, MOST_DEAD = 0.1, 0.2
"""Shares of the base beyond which it is built again."""


@cache
def _of(folder: Path) -> "FaissStore":
    return FaissStore(folder)


def store_of(site: int) -> "FaissStore":
    return _of(folder_of(site))


class FaissStore(ExactStore):
    """An exact store that lays a graph over many vectors. Both read what the other wrote."""

    def _attempts(self, folder: Path, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Iterator[Attempt]:
        if (shared := self._share(folder, generation, ids, rows)) is not None:
            yield shared
        if len(ids) > EXACT_UP_TO:
            yield Attempt("hnsw", [*write_base(folder, ids, rows), _write_graph(folder / GRAPH, rows)])
        # Also when the graph misses too much, as it does among very many copies of one text.
        yield from super()._attempts(folder, generation, ids, rows)

    def _share(self, folder: Path, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Attempt | None:
        """A generation on the graph of the active one, where that is of the same encoder and little has changed."""
        active = self._searched()
        if active is None or active.graph is None or active.generation.encoder != generation.encoder:
            return None
        changed, dead = _difference(active, ids, rows)
        if len(changed) > MOST_CHANGED * len(ids) or len(dead) > MOST_DEAD * len(active.base.ids):
            return None
        copied = [files.copy(active.folder / name, folder / name) for name in (IDS, VECTORS, GRAPH)]
        if not set(copied) <= set(active.manifest.files):  # damaged since it was opened
            return None
        delta = [
            files.write_array(folder / DELTA_IDS, ids[changed]),
            files.write_array(folder / DELTA_VECTORS, rows[changed]),
            files.write_array(folder / DEAD, dead.astype("<i8")),
        ]
        return Attempt("hnsw", [*copied, *delta], active.generation.name)

    def _open(self, folder: Path) -> Opened:
        opened = super()._open(folder)
        if opened.has(GRAPH):
            opened.graph = _read_graph(folder / GRAPH)
        return opened

    def _nearest(self, opened: Opened, query: Query, k: int, among: Ids | None) -> list[Hit]:
        places = opened.places(among)
        if opened.graph is None or (among is not None and len(among) <= EXACT_UP_TO):
            return super()._nearest(opened, query, k, among)
        wanted = min(k, len(opened.base.ids) if places is None else len(places))
        found = _walk(opened, query, wanted, places)
        if len(found) < wanted:
            found = opened.base.nearest(query, k, places)
        return merged(k, found, opened.nearest_changed(query, k, among))


def _difference(active: Opened, ids: Ids, rows: NDArray[np.float16]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(places in `ids` that are new or changed since the base, places of the base that are gone or changed)"""
    base = active.base
    in_base, in_new = places_of(base.ids, ids), places_of(ids, base.ids)
    same = np.empty(len(in_base), dtype=np.bool_)
    halves = base.rows.view("<i2")  # NumPy compares integers faster
    for start in range(0, len(same), BLOCK):
        some = slice(start, start + BLOCK)
        same[some] = (halves[in_base[some]] == rows[in_new[some]].view("<i2")).all(axis=1)
    changed, dead = np.ones(len(ids), dtype=np.bool_), np.ones(len(base.ids), dtype=np.bool_)
    changed[in_new[same]] = dead[in_base[same]] = False
    return np.flatnonzero(changed), np.flatnonzero(dead)


def _write_graph(path: Path, rows: NDArray[np.float16]) -> File:
    import faiss

    faiss.omp_set_num_threads(len(os.sched_getaffinity(0)))
    halves = faiss.ScalarQuantizer.QT_fp16
    graph = faiss.IndexHNSWSQ(rows.shape[1], halves, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = EF_CONSTRUCTION
    graph.is_trained = True  # 16-bit floats have nothing to learn
    graph.add(rows.astype(np.float32))
    try:
        faiss.write_index(graph, str(path))
    except RuntimeError as error:
        raise IndexUnreadable(f"{path} cannot be written: {str(error).splitlines()[0]}") from error
    return files.seal(path)


def _read_graph(path: Path) -> Any:
    import faiss

    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise IndexUnreadable(f"{path} cannot be read: {str(error).splitlines()[0]}") from error


def _walk(opened: Opened, query: Query, k: int, places: NDArray[np.intp] | None) -> list[Hit]:
    """Through the graph, to the nearest of the base or of these places; to fewer when the way ends before."""
    import faiss

    count = len(opened.base.ids)
    effort = max(EF if count < 1_000_000 else EF_OF_A_MILLION, 2 * k)
    parameters = faiss.SearchParametersHNSW(efSearch=effort)
    if places is not None:
        member = np.zeros(count, dtype=np.bool_)
        member[places] = True
        bits = np.packbits(member, bitorder="little")  # which the selector does not keep alive
        effort = min(count, effort * count // max(1, len(places)))
        parameters = faiss.SearchParametersHNSW(
            efSearch=effort, sel=faiss.IDSelectorBitmap(count, faiss.swig_ptr(bits))
        )
    faiss.omp_set_num_threads(1)  # threads that spin for one query cost more than they bring
    scores, found = opened.graph.search(query[np.newaxis], k, params=parameters)
    return [
        Hit(int(opened.base.ids[place]), float(score))
        for place, score in zip(found[0], scores[0], strict=True)
        if place >= 0
    ]
