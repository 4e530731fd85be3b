"""Worker processes hold every page to its limits, and give it back with the reason when it breaks one."""

import os
import signal
import time

import pytest

from seo_meta.services import workers
from seo_meta.services.workers import Killed, watched, workers_for

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on processes are those of Unix")


def work(task: list[str]) -> int:
    """The items say what is done over them."""
    for place, item in enumerate(task):
        with watched(place):
            DEEDS[item]()
    return len(task)


def grow() -> None:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def spin() -> None:
    while True:
        pass


DEEDS = {
    "nothing": lambda: None,
    "spin": spin,
    "sleep": lambda: time.sleep(60),
    "grow": grow,
    "crash": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "raise": lambda: [][0],
}


def outcome(*tasks: list[str]) -> list[int | Killed]:
    results = []
    with workers_for(work, 2) as pool:
        waiting = list(tasks)
        while len(results) < len(tasks):
            while waiting and pool.free:
                pool.submit(waiting.pop(0))
            results += [result for _, result in pool.finished(timeout=1.0)]
    return results


@pytest.fixture(autouse=True)
def short_limits(monkeypatch):
    monkeypatch.setattr(workers, "CPU_SECONDS", 1)
    monkeypatch.setattr(workers, "WALL_SECONDS", 0.5)
    monkeypatch.setattr(workers, "MEMORY", 100_000_000)


def test_tasks_are_done_and_counted():
    assert sorted(outcome(["nothing"] * 3, ["nothing"], ["nothing"] * 2)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [("sleep", "more than 0.5 seconds"), ("crash", "the process that did so was ended (SIGKILL)")],
)
def test_the_item_that_breaks_a_limit_is_named(deed, reason):
    assert outcome(["nothing", deed, "nothing"]) == [Killed(1, reason)]


def test_cpu_time_is_limited_where_wall_time_is_not(monkeypatch):
    monkeypatch.setattr(workers, "WALL_SECONDS", 60)
    assert outcome(["spin"]) == [Killed(0, "more than 1 seconds of CPU time")]


def test_memory_is_limited():
    with pytest.raises(MemoryError):
        outcome(["grow"])


def test_what_the_work_raises_is_raised():
    with pytest.raises(IndexError):
        outcome(["raise"])


def test_a_worker_that_died_over_nothing_has_its_task_done_again():
    with workers_for(work, 1) as pool:
        (worker,) = pool._workers
        os.kill(worker.process.pid, signal.SIGKILL)
        worker.process.join()
        pool.submit(["nothing"])
        results = []
        while not results:
            results = pool.finished(timeout=1.0)
    assert results == [(["nothing"], 1)]


def test_workers_end_with_the_parent():
    """Its next run would meet them."""
    read, write = os.pipe()
    parent = os.fork()
    if not parent:
        with workers_for(work, 2) as pool:
            os.write(write, ",".join(str(worker.process.pid) for worker in pool._workers).encode())
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(parent, 0)
    pids = [int(pid) for pid in os.read(read, 100).split(b",")]
    deadline = time.monotonic() + 20
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(_lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    """A zombie that nobody waits for is dead."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
