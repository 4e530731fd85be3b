"""A generation that can be searched: files that were found to be whole, mapped into memory."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ml_search.core.vectors import Query, Rows, best, places_of, similarities
from ml_search.generations import files, manifest
from ml_search.generations.files import File
from ml_search.generations.manifest import Manifest
from ml_search.stores import Hit, Ids

IDS, VECTORS = "ids.i64", "vectors.f16"
DELTA_IDS, DELTA_VECTORS, DEAD = "delta-ids.i64", "delta-vectors.f16", "dead.i64"


class Segment(NamedTuple):
    """Chunks in ascending order, and their vectors."""

    ids: Ids
    rows: Rows

    def nearest(self, query: Query, k: int, places: NDArray[np.intp] | None = None) -> list[Hit]:
        """The k best, or the k best of those in these places."""
        if places is None:
            scores, ids = similarities(self.rows, query), self.ids
        elif len(places) > len(self.ids) // 4:  # picking rows one by one costs more than some too many
            scores, ids = similarities(self.rows, query)[places], self.ids[places]
        else:
            scores, ids = similarities(self.rows, query, places), self.ids[places]
        return [Hit(int(ids[place]), float(scores[place])) for place in best(scores, k)]


class Opened:
    """It can be searched after its folder was removed, as long as it is held."""

    def __init__(self, folder: Path) -> None:
        """Reads every file. Raises IndexUnreadable when one is missing or damaged."""
        self.folder = folder
        self.manifest: Manifest = manifest.read(folder)
        manifest.check_files(folder, self.manifest)
        self.generation = self.manifest.generation
        columns = self.generation.dimensions
        self.base = Segment(files.map_array(folder / IDS, "<i8"), files.map_array(folder / VECTORS, "<f2", columns))
        self.delta: Segment | None = None
        self.alive: NDArray[np.bool_] | None = None
        if self.has(DEAD):
            rows = files.map_array(folder / DELTA_VECTORS, "<f2", columns).astype(np.float32)
            self.delta = Segment(files.map_array(folder / DELTA_IDS, "<i8"), rows)
            self.alive = np.ones(len(self.base.ids), dtype=np.bool_)
            self.alive[files.map_array(folder / DEAD, "<i8")] = False
        self.graph: Any = None
        """What FAISS made of the base."""

    def has(self, name: str) -> bool:
        return any(file.name == name for file in self.manifest.files)

    def places(self, among: Ids | None) -> NDArray[np.intp] | None:
        """Of the base, those that count and are asked for; None for all of it."""
        if among is not None:
            places = places_of(self.base.ids, among)
            return places if self.alive is None else places[self.alive[places]]
        return None if self.alive is None else np.flatnonzero(self.alive)

    def nearest_changed(self, query: Query, k: int, among: Ids | None) -> list[Hit]:
        """Among what came after the base was built."""
        if self.delta is None:
            return []
        return self.delta.nearest(query, k, None if among is None else places_of(self.delta.ids, among))

    def ids(self) -> Ids:
        """All, in ascending order."""
        if self.delta is None:
            return self.base.ids
        return np.sort(np.concatenate([self.base.ids[self.alive], self.delta.ids]))


def write_base(folder: Path, ids: Ids, rows: NDArray[np.float16]) -> list[File]:
    return [files.write_array(folder / IDS, ids), files.write_array(folder / VECTORS, rows)]
