"""Worker processes, each held to limits of time and memory: a page that breaks one costs its worker, never the run.

Nothing that was parsed passes between processes: a task goes in as names or ids, and counts come back.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import ceil
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import RawArray
from time import monotonic, process_time
from typing import Any, Generic, Protocol, TypeVar

import django
import msgspec
from django.db import connections

CPU_SECONDS = 5
"""Of one page. The slowest of 12,600 real pages took a tenth of it."""
WALL_SECONDS = 30.0
MEMORY = 512 * 1024 * 1024
"""Bytes that a worker may take beyond what it starts with."""
MAX_DEATHS = 5
"""Of workers in a row that died outside of a page: something else is wrong then."""

T = TypeVar("T")
R = TypeVar("R")


class Killed(msgspec.Struct, frozen=True):
    """A worker died over one item of its task, nothing of which is stored. `reason` is what it took."""

    item: int
    reason: str


class Workers(Protocol[T, R]):
    """Does tasks. `free` says how many more may be submitted now."""

    @property
    def free(self) -> int: ...

    def submit(self, task: T) -> None: ...

    def finished(self, timeout: float) -> list[tuple[T, R | Killed]]:
        """What has ended since the last call; waits up to `timeout` seconds for the first."""
        ...


class InProcess(Generic[T, R]):
    """Does each task in this process, without limits. For tests, whose transaction no other process sees."""

    def __init__(self, work: Callable[[T], R]) -> None:
        self.free = 1
        self._work = work
        self._task: list[T] = []

    def submit(self, task: T) -> None:
        self._task = [task]
        self.free = 0

    def finished(self, timeout: float) -> list[tuple[T, R | Killed]]:
        done: list[tuple[T, R | Killed]] = [(task, self._work(task)) for task in self._task]
        self._task = []
        self.free = 1
        return done


class Processes(Generic[T, R]):
    """Does tasks in processes of its own, one task each at a time. `work` must be a module-level function."""

    def __init__(self, work: Callable[[T], R], count: int) -> None:
        self._work = work
        self._context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._workers: list[_Process] = []
        self._again: deque[Any] = deque()
        self._deaths = 0
        for _ in range(count):
            self._start()

    @property
    def free(self) -> int:
        return sum(worker.task is None for worker in self._workers) - len(self._again)

    def submit(self, task: T) -> None:
        worker = next(worker for worker in self._workers if worker.task is None)
        worker.task = task
        # One that died meanwhile is found so by `finished`.
        with suppress(OSError):
            worker.pipe.send(task)

    def finished(self, timeout: float) -> list[tuple[T, R | Killed]]:
        while self._again and any(worker.task is None for worker in self._workers):
            self.submit(self._again.popleft())
        busy = {worker.pipe: worker for worker in self._workers if worker.task is not None}
        done: list[tuple[T, R | Killed]] = []
        for pipe in wait(list(busy), min(timeout, 1.0)) if busy else ():
            worker = busy[pipe]
            try:
                succeeded, result = worker.pipe.recv()
            except (EOFError, OSError):
                done += self._bury(worker)
                continue
            task, worker.task = worker.task, None
            self._deaths = 0
            if not succeeded:
                raise result
            done.append((task, result))
        for worker in busy.values():
            worker.kill_when_late()
        return done

    def _bury(self, worker: "_Process") -> Iterator[tuple[T, Killed]]:
        """Replace a worker that died, and say what of its task did it; what nothing did is done again."""
        self._workers.remove(worker)
        item, reason = worker.last_words()
        self._start()
        if item is not None:
            yield worker.task, Killed(item, reason)
            return
        self._deaths += 1
        if self._deaths == MAX_DEATHS:
            raise RuntimeError(f"worker processes keep dying: {reason}")
        self._again.append(worker.task)

    def _start(self) -> None:
        # A forked process must not share a database connection with its parent.
        connections.close_all()
        self._workers.append(_Process(self._context, self._work))

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
            worker.process.join()
            worker.pipe.close()


class _Process:
    """One worker process, seen from its parent."""

    def __init__(self, context: Any, work: Callable[[Any], Any]) -> None:
        self.task: Any = None
        self._spot = RawArray("d", 2)
        """(item in hand + 1 or 0, when it was taken)"""
        self._late = False
        self.pipe, end = context.Pipe()
        self.process = context.Process(target=_serve, args=(work, end, self._spot), daemon=True)
        self.process.start()
        end.close()

    def kill_when_late(self) -> None:
        item, since = self._spot
        if item and monotonic() - since > WALL_SECONDS:
            self._late = True
            self.process.kill()

    def last_words(self) -> tuple[int | None, str]:
        """(item that it died over, why)"""
        self.process.join()
        self.pipe.close()
        item = int(self._spot[0]) - 1 if self._spot[0] else None
        code = self.process.exitcode or 0
        if self._late:
            return item, f"more than {WALL_SECONDS:g} seconds"
        if code == -signal.SIGXCPU:
            return item, f"more than {CPU_SECONDS} seconds of CPU time"
        what = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return item, f"the process that did so was ended ({what})"


_spot: Any = None
"""In a worker process: where the parent sees which item is in hand."""


def _serve(work: Callable[[Any], Any], pipe: Connection, spot: Any) -> None:
    global _spot
    _spot = spot
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C for all
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    _limit_memory()
    # What was imported is never garbage: looking through it again and again takes a hundredth of a worker's time.
    gc.freeze()
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            answer = True, work(task)
        except Exception as error:
            answer = False, error
        pipe.send(answer)


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers; its next run would meet them."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


@contextmanager
def watched(item: int) -> Iterator[None]:
    """Hold what happens inside to the limits of one page, when this is a worker process."""
    if _spot is None:
        yield
        return
    _spot[1], _spot[0] = monotonic(), item + 1
    _limit_cpu(ceil(process_time()) + CPU_SECONDS)
    try:
        yield
    finally:
        _spot[0] = 0
        _limit_cpu(None)


def _limit_cpu(seconds: int | None) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY if seconds is None else seconds, hard))


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with open("/proc/self/statm") as file:
            taken = int(file.read().split()[5]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (taken + MEMORY, hard))


@contextmanager
def workers_for(work: Callable[[T], R], count: int) -> Iterator[Workers[T, R]]:
    """`count` processes that do `work`; with 0 it is done in this process."""
    if not count:
        yield InProcess(work)
        return
    processes = Processes(work, count)
    try:
        yield processes
    finally:
        processes.close()
