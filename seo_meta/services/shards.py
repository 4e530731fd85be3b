"""Work on many files or rows, cut into shards and done by as many processes as asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, TypeVar

import msgspec

from .workers import Killed, Workers, workers_for

SHARD = 100

R = TypeVar("R")


class Shard(msgspec.Struct):
    """Some of the items of a run. `unparsed` says by place which ones killed a worker, and how."""

    run_id: int
    items: Sequence[Any]
    unparsed: dict[int, str] = {}


class ShardResult(msgspec.Struct):
    items: int
    """How many were done, whatever came of them."""
    skipped: list[dict[str, str]] = []


def run_shards(
    work: Callable[[Shard], R], run_id: int, items: Iterable[Any], workers: int, size: int = SHARD
) -> Iterator[R]:
    """The result of `work`, which other processes can import, for every shard of up to `size` of the `items`. They are
    taken as there is room for them."""
    if isinstance(items, Sequence):
        workers = min(workers, -(-len(items) // size))
    return done_by(workers_for(work, workers), run_id, items, size)


def done_by(
    crew: AbstractContextManager[Workers[Shard, R]], run_id: int, items: Iterable[Any], size: int = SHARD
) -> Iterator[R]:
    """What the workers make of every shard of up to `size` of the `items`.

    An item that kills its worker has its shard done again, which then knows it as `unparsed`.
    """
    coming = iter(items)
    again: list[Shard] = []
    running = 0
    with crew as pool:
        while True:
            while pool.free and (shard := again.pop() if again else _next(run_id, coming, size)):
                pool.submit(shard)
                running += 1
            if not running:
                return
            for shard, result in pool.finished(timeout=1.0):
                running -= 1
                if isinstance(result, Killed):
                    again.append(msgspec.structs.replace(shard, unparsed=shard.unparsed | {result.item: result.reason}))
                else:
                    yield result


def _next(run_id: int, coming: Iterator[Any], size: int) -> Shard | None:
    items = list(islice(coming, size))
    return Shard(run_id, items) if items else None
