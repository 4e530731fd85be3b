"""Work on many files or rows, cut into shards and done by as many processes as asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from .workers import Killed, workers_for

SHARD = 100


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
    work: Callable[[Shard], ShardResult], run_id: int, items: Sequence[Any], workers: int
) -> Iterator[ShardResult]:
    """The result of `work`, a module-level function, for every shard of `items`.

    An item that kills its worker has its shard done again, which then knows it as `unparsed`.
    """
    waiting = [Shard(run_id, items[start : start + SHARD]) for start in range(0, len(items), SHARD)]
    waiting.reverse()
    running = 0
    with workers_for(work, min(workers, len(waiting))) as pool:
        while waiting or running:
            while waiting and pool.free:
                pool.submit(waiting.pop())
                running += 1
            for shard, result in pool.finished(timeout=1.0):
                running -= 1
                if isinstance(result, Killed):
                    waiting.append(
                        msgspec.structs.replace(shard, unparsed=shard.unparsed | {result.item: result.reason})
                    )
                else:
                    yield result
