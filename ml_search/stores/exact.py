"""Vectors in files, compared with the query one by one. For 50,000 of them that takes about as long as to encode it."""

import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from ml_search.core.vectors import LEAST_RECALL, Query, query_of, recall, stored
from ml_search.encoders import Vectors
from ml_search.errors import IndexUnreadable
from ml_search.generations import manifest
from ml_search.generations.files import File
from ml_search.generations.folder import Folder
from ml_search.generations.opened import Opened, write_base
from ml_search.stores import KEPT, Generation, Hit, Ids

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds after which a reader looks whether another generation was activated."""

Stamp = tuple[tuple[str, int, int, int], ...]
"""Of the files of a folder: what changes when one of them is written."""


class Attempt(msgspec.Struct, frozen=True):
    """A way to lay out a generation, of which the files are written."""

    kind: str
    files: list[File]
    parent: str = ""


@cache
def _of(folder: Path) -> "ExactStore":
    return ExactStore(folder)


def store_of(site: int) -> "ExactStore":
    return _of(folder_of(site))


def folder_of(site: int) -> Path:
    return Path(settings.SITEAGENT_INDEX_DIR).absolute() / "vectors" / str(site)


class ExactStore:
    """The generations of a site in a folder (see `ml_search.generations`). Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = Folder(folder)
        self._known: dict[str, tuple[Stamp, Opened | IndexUnreadable]] = {}
        self._current: str | None = None
        self._serving: Opened | None = None
        self._look_at = 0.0
        self._looking = threading.Lock()

    def generations(self) -> Sequence[Generation]:
        names = self._folder.names()
        self._known = {name: known for name, known in self._known.items() if name in names}
        return [opened.generation for name in names if (opened := self._whole(name))]

    def active(self) -> Generation | None:
        opened = self._searched()
        return opened.generation if opened else None

    def write(self, generation: Generation, ids: Ids, vectors: Vectors) -> Generation:
        ids, rows = stored(ids, vectors, generation.dimensions, generation.count)
        with self._folder.building(generation.name) as folder:
            for attempt in self._attempts(folder, generation, ids, rows):
                written = msgspec.structs.replace(generation, kind=attempt.kind, parent=attempt.parent)
                manifest.write(folder, manifest.Manifest(generation=written, files=tuple(attempt.files)))
                if self._reads_back(folder, ids, rows):
                    return written
                for file in folder.iterdir():
                    file.unlink()
            raise IndexUnreadable(f"Generation {generation.name} does not find its own vectors. Build it again.")

    def _attempts(self, folder: Path, generation: Generation, ids: Ids, rows: NDArray[np.float16]) -> Iterator[Attempt]:
        """Ways to lay out these vectors, the best first; each is asked for when the one before was no good."""
        yield Attempt("exact", write_base(folder, ids, rows))

    def _reads_back(self, folder: Path, ids: Ids, rows: NDArray[np.float16]) -> bool:
        opened = self._open(folder)
        if not np.array_equal(opened.ids(), ids):
            raise IndexUnreadable(f"{folder} does not hold the chunks that were written to it.")
        found = recall(rows, ids, lambda query, k: self._nearest(opened, query, k, None))
        if found < LEAST_RECALL:
            logger.warning("%s: %s finds %.2f of the nearest", folder, opened.generation.kind, found)
        return found >= LEAST_RECALL

    def activate(self, name: str) -> None:
        try:
            self._opened(name)
            self._folder.activate(name)
        except OSError as error:
            raise IndexUnreadable(f"Generation {name} cannot be activated: {error.strerror}.") from error
        self._look_at = 0.0

    def search(self, vector: NDArray[np.float32], k: int, among: Ids | None = None) -> list[Hit]:
        opened = self._searched()
        if opened is None:
            raise IndexUnreadable("There is no index of the site that can be read. Build one with ml_index.")
        return self._nearest(opened, query_of(vector, opened.generation.dimensions), k, among)

    def _nearest(self, opened: Opened, query: Query, k: int, among: Ids | None) -> list[Hit]:
        return merged(k, opened.base.nearest(query, k, opened.places(among)), opened.nearest_changed(query, k, among))

    def prune(self) -> None:
        names = self._folder.names()
        active = self.active()
        kept = [active.name] if active else []
        for name in names:
            if len(kept) < KEPT and name not in kept and self._is_whole(name):
                kept.append(name)
        for name in set(names) - set(kept):
            self._folder.remove(name)
        self._folder.sweep()

    def clear(self) -> None:
        self._folder.clear()
        self._known.clear()
        self._look_at = 0.0

    def _searched(self) -> Opened | None:
        """The one that readers use. While a thread opens another, the rest goes on with the one before."""
        stale = self._serving is None or time.monotonic() >= self._look_at
        if stale and self._looking.acquire(blocking=self._serving is None):
            try:
                self._look()
            finally:
                self._looking.release()
        return self._serving

    def _look(self) -> None:
        current = self._folder.current()
        if current is None:
            self._serving = None
        elif current != self._current or self._serving is None:
            self._serving = self._readable(current)
        self._current = current
        self._look_at = time.monotonic() + LOOK_EVERY

    def _readable(self, current: str) -> Opened | None:
        """The active generation; when it is damaged the one before, and without any the one that is open already."""
        older = (name for name in self._folder.names() if not current or name < current)
        for name in (current, *older) if current else older:
            if opened := self._whole(name):
                return opened
        if (now := self._folder.current()) != current and now is not None:  # pruned while we were looking
            return self._readable(now)
        return self._serving

    def _whole(self, name: str) -> Opened | None:
        try:
            return self._opened(name)
        except (IndexUnreadable, OSError) as error:
            logger.warning("Generation %s is left out: %s", name, error)
            return None

    def _is_whole(self, name: str) -> bool:
        """Raises OSError rather than call damaged what cannot be read just now."""
        try:
            self._opened(name)
        except IndexUnreadable:
            return False
        return True

    def _opened(self, name: str) -> Opened:
        """Reads all of it the first time, and again when a file was touched since. Raises IndexUnreadable, OSError."""
        stamp = _stamp(self._folder.of(name))
        before, found = self._known.get(name, ((), None))
        if found is None or stamp != before:
            try:
                found = self._open(self._folder.of(name))
            except IndexUnreadable as error:
                found = error
            self._known[name] = (stamp, found)
        if isinstance(found, IndexUnreadable):
            raise found
        return found

    def _open(self, folder: Path) -> Opened:
        return Opened(folder)


def merged(k: int, *found: list[Hit]) -> list[Hit]:
    return sorted((hit for hits in found for hit in hits), key=lambda hit: (-hit.score, hit.id))[:k]


def _stamp(folder: Path) -> Stamp:
    try:
        with os.scandir(folder) as entries:
            statuses = [(entry.name, entry.stat()) for entry in entries]
    except FileNotFoundError as error:
        raise IndexUnreadable(f"There is no generation in {folder}.") from error
    return tuple(sorted((name, status.st_ino, status.st_size, status.st_mtime_ns) for name, status in statuses))
