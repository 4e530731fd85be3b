"""Work cut into shards and done by as many processes as asked for; each process reads, judges and stores by itself.

Nothing that was parsed passes between processes: a shard goes in as names or ids, and counts come back.
"""

import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

import django
import msgspec
from django.db import connections

from seo_meta.core.types import Ignore

SHARD = 100
T = TypeVar("T")


class ShardResult(msgspec.Struct):
    pages: int
    outcomes: Counter[tuple[str, str]]
    skipped: list[dict[str, str]]
    ignores: dict[str, tuple[Ignore, ...]] = {}
    """What the few pages that ask for it want ignored, by URL."""


def default_workers() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_shards(
    work: Callable[[int, Sequence[T]], ShardResult], run_id: int, items: Sequence[T], workers: int
) -> Iterator[ShardResult]:
    """Call `work(run_id, shard)` for every shard of `items`; results come in the order of shards.

    One worker, or one shard, works in this process, as the results are asked for. Otherwise the processes have started
    when this returns, so that the caller may start threads. `work` must be a module-level function.
    """
    shards = [items[start : start + SHARD] for start in range(0, len(items), SHARD)]
    if workers == 1 or len(shards) == 1:
        return (work(run_id, shard) for shard in shards)
    # A forked process must not share a database connection with its parent.
    connections.close_all()
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(min(workers, len(shards)), context, initializer=django.setup)
    return _results(pool, [pool.submit(work, run_id, shard) for shard in shards])


def _results(pool: ProcessPoolExecutor, futures: list[Future[ShardResult]]) -> Iterator[ShardResult]:
    try:
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
