"""Generations of vectors built and published by a process that is killed: none is unreadable, none is a mixture.

    python benchmarks/index_kills.py [--kills N] [--seed N]

A process writes, activates and prunes one generation of FAISS's store after the other, most of them on the graph of
the one before, until SIGKILL ends it: half of the times at a random moment, half where a function of the write is
called for the nth time. Which chunks a generation holds, and with which vectors, follows from its number. So after each
kill every generation that is there must hold exactly what its number says, chunk by chunk, and the active one must not
be older than before; meanwhile a reader that is never killed must get answers of one generation each. The exit code is
1 when any of that is not so.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.test", "OMP_NUM_THREADS": "1"}

import numpy as np
from kill_options import kill_options
from killed_at import arm
from scratch_runs import row

from ml_search.errors import IndexUnreadable
from ml_search.stores import Generation, faiss
from ml_search.stores.faiss import FaissStore

CHUNKS, DIMENSIONS = 1_500, 32
EXACT_UP_TO = 500
WHOLE = 8
"""Each eighth generation has other vectors throughout, so that its graph is built anew."""
POINTS = (
    ("os", "fsync"),
    ("os", "replace"),
    ("os", "rename"),
    ("shutil", "rmtree"),
    ("ml_search.generations.files", "write_array"),
    ("ml_search.generations.files", "copy"),
    ("ml_search.generations.manifest", "write"),
    ("ml_search.generations.folder", "Folder.remove"),
    ("ml_search.generations.folder", "Folder.activate"),
)
Content = tuple[np.ndarray, np.ndarray]


def content(number: int) -> Content:
    """(ids, vectors) of a generation: in each, other chunks are gone and others have changed since they were first."""
    chunks = np.arange(CHUNKS)
    chunks = chunks[(chunks + number) % 97 != 0]
    # The last generation up to this one in which a chunk changed: each fiftieth does, and all at the start of an epoch.
    changed = np.maximum(number - (number + chunks) % 50, number - number % WHOLE)
    angles = (chunks * 0.7310585 + changed * 0.3819660)[:, np.newaxis] * np.arange(1, DIMENSIONS + 1)
    rows = np.sin(angles) + np.cos(angles**2 % 1_000)
    return chunks.astype(np.int64), (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def publish_on(folder: Path) -> None:
    """For ever."""
    store = FaissStore(folder)
    names = [int(one.name) for one in store.generations()]
    for number in range(max(names, default=0) + 1, 10**6):
        ids, rows = content(number)
        name = f"{number:06}"
        store.write(Generation(name, "made up", "made up", DIMENSIONS, len(ids), "", ""), ids, rows)
        store.activate(name)
        store.prune()


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.landed: Counter[str] = Counter()
        self.latest = 0
        self.answers = 0
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read)

    def kill(self, rng: random.Random) -> None:
        point = ()
        if rng.random() < 0.5:
            point = (rng.choice(("before", "after")), *rng.choice(POINTS), str(rng.randint(1, 12)))
        with tempfile.TemporaryFile() as errors:
            command = [sys.executable, __file__, "--publish", str(self.folder), *point]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors)
            process.stdout.readline()  # it has started, which takes most of the time
            if not point:
                time.sleep(rng.uniform(0, 1))
                process.kill()
            if process.wait() > 0:
                errors.seek(0)
                self.faults.append(f"the writer ends with {errors.read().decode(errors='replace')[-500:]}")
        self._check()

    def _check(self) -> None:
        names = [file.name for file in self.folder.iterdir()]
        self.landed["amid a generation"] += any(name.startswith("gen-") and name.endswith(".tmp") for name in names)
        self.landed["amid the switch"] += "CURRENT.tmp" in names
        self.landed["before the switch"] += f"gen-{self.latest:06}" in names and len(names) > 3
        store = FaissStore(self.folder)
        active = store.active()
        if active is None:
            if self.latest:
                self.faults.append(f"no generation can be read after {self.latest}")
            return
        if int(active.name) < self.latest:
            self.faults.append(f"{active.name} is active again after {self.latest}")
        self.latest = int(active.name)
        whole = {one.name for one in store.generations()}
        finished = {name.removeprefix("gen-") for name in names if name.startswith("gen-") and "." not in name}
        self.faults += (f"{name} cannot be read" for name in finished - whole)
        self.faults += (f"{name} is a mixture" for name in whole if not self._is_pure(store, name))

    def _is_pure(self, store: FaissStore, name: str) -> bool:
        opened = store._opened(name)
        ids, rows = content(int(name))
        self.landed["generations that share a graph"] += bool(opened.generation.parent)
        held = np.concatenate([opened.base.ids[opened.alive], opened.delta.ids]) if opened.delta else opened.base.ids
        order = np.argsort(held)
        kept = opened.base.rows[opened.alive] if opened.delta else opened.base.rows
        found = np.concatenate([kept, opened.delta.rows]) if opened.delta else kept
        return np.array_equal(held[order], ids) and np.array_equal(found[order], rows.astype(np.float16))

    def _read(self) -> None:
        """A reader is told of a whole generation or the next, never of something in between."""
        store = FaissStore(self.folder)
        query = content(0)[1][0]
        while not self._ended.wait(0.02):
            try:
                hits = store.search(query, CHUNKS)
            except IndexUnreadable:
                if self.latest:
                    self.faults.append("a reader finds nothing that can be read")
                continue
            self.answers += 1
            first = store.active()
            numbers = range(int(first.name) - 50, int(first.name) + 1) if first else ()
            if not any(self._answers(hits, query, number) for number in reversed(numbers) if number > 0):
                self.faults.append(f"a reader gets an answer of no generation near {first and first.name}")

    @staticmethod
    def _answers(hits: list[tuple[int, float]], query: np.ndarray, number: int) -> bool:
        ids, rows = content(number)
        if len(ids) != len(hits):
            return False
        found = sorted(hits)
        scores = rows @ query
        return [hit[0] for hit in found] == ids.tolist() and np.allclose([hit[1] for hit in found], scores, atol=2e-3)

    def run(self, kills: int, rng: random.Random) -> None:
        self._reader.start()
        try:
            for number in range(kills):
                if number % 20 == 0:
                    print(f"  {number} kills, generation {self.latest}, {len(self.faults)} faults", flush=True)
                self.kill(rng)
        finally:
            self._ended.set()
            self._reader.join()


def main() -> None:
    faiss.EXACT_UP_TO = EXACT_UP_TO
    if sys.argv[1:2] == ["--publish"]:
        folder, *point = sys.argv[2:]
        if point:
            moment, module, function, nth = point
            arm(moment, module, function, int(nth))
        print("started", flush=True)
        publish_on(Path(folder))
        return
    kills, rng = kill_options(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "index")
        bench.folder.mkdir()
        bench.run(kills, rng)
    for fault in bench.faults[:20]:
        print(f"  {fault}")
    landed = ", ".join(f"{count} {what}" for what, count in bench.landed.items())
    row(
        f"the writer of an index killed {kills} times ({landed})",
        f"{len(bench.faults)} faults over {bench.latest} generations and {bench.answers} answers to a reader meanwhile",
        0,
    )
    sys.exit(1 if bench.faults else 0)


if __name__ == "__main__":
    main()
