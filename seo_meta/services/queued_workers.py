"""A run split among all workers of the queue: what `services.workers` is on one machine, on many.

The job of the run hands out shards and takes in what came of them. So limits of the run, the levels of a crawl and the
end of it are kept in one place, and any worker can be lost: a shard whose worker died is put into the queue again, and
a job whose worker died is begun again by another (`services.sweep`), which finds the shards that are done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any, Generic, TypeVar

import msgspec
from django.utils import timezone

from seo_meta.core import text
from seo_meta.lock import taken
from seo_meta.models import QueuedShard, Run

from .shard_hand import LOOK, Hand, lock_of_hand
from .shard_kinds import KINDS, Outcome
from .tasks import enqueue_shard, is_waiting
from .workers import Killed

T = TypeVar("T")
R = TypeVar("R")

State = QueuedShard.State
MEND_SECONDS = 2.0
"""Between two looks whether the holders of shards are still there."""
UNNOTICED = timedelta(seconds=10)
"""After that a shard that nobody took is looked for in the queue."""
MAX_TRIES = 20
"""Of one shard. A page that kills its process is found out at the first: this many workers died of something else."""


class QueuedWorkers(Generic[T, R]):
    """`Workers` whose tasks are shards in the queue. This process is one of the workers, so a queue that is away, or
    that nobody works on, slows a run down and does not stop it."""

    def __init__(self, run: Run, kind: str, count: int, hand: Hand) -> None:
        self._run = run
        self._kind = kind
        self._count = count
        self._hand = hand
        self._out: dict[int, T] = {}
        self._mended = monotonic()

    @property
    def free(self) -> int:
        return self._count - len(self._out)

    def submit(self, task: T) -> None:
        content = msgspec.msgpack.encode(task)
        shard, _ = QueuedShard.objects.get_or_create(
            run=self._run,
            key=text.content_hash(content.hex()),
            defaults={"kind": self._kind, "content": content, "queued_at": timezone.now()},
        )
        self._out[shard.pk] = task
        if shard.state == State.WAITING:
            enqueue_shard(shard)

    def finished(self, timeout: float) -> list[tuple[T, R | Killed]]:
        until = monotonic() + timeout
        while self._out:
            self._hand.take()
            if done := list(self._taken_in()):
                return done
            self._hand.go_on(LOOK)
            if monotonic() - self._mended > MEND_SECONDS:
                self._mended = monotonic()
                self._mend()
            if monotonic() >= until:
                break
        return []

    def _taken_in(self) -> Iterator[tuple[T, R | Killed]]:
        done = QueuedShard.objects.filter(pk__in=self._out, state=State.DONE)
        for id, packed in done.values_list("pk", "outcome"):
            outcome = msgspec.msgpack.decode(packed, type=Outcome)
            yield self._out.pop(id), outcome.killed or self._result(outcome)

    def _result(self, outcome: Outcome) -> Any:
        return msgspec.msgpack.decode(outcome.result, type=KINDS[self._kind].result)

    def _mend(self) -> None:
        """Put shards into the queue again whose holder died, or whose task got lost. Raises RuntimeError for one that
        nobody ever gets done."""
        ours = QueuedShard.objects.filter(pk__in=self._out)
        held = ours.filter(state=State.TAKEN).exclude(holder=self._hand.name)
        for holder in held.order_by().values_list("holder", flat=True).distinct():
            with taken(lock_of_hand(holder)) as dead:
                if dead:
                    ours.filter(state=State.TAKEN, holder=holder).update(state=State.WAITING, holder="")
        for shard in ours.filter(state=State.WAITING).defer("content"):
            if shard.tries >= MAX_TRIES:
                raise RuntimeError(f"{shard} was begun {shard.tries} times, and no worker came to its end")
            if shard.queued_at < timezone.now() - UNNOTICED and not is_waiting(shard.task):
                enqueue_shard(shard)


@contextmanager
def queued_workers(run: Run, kind: str, count: int) -> Iterator[QueuedWorkers[Any, Any]]:
    """Up to `count` shards at once with the workers of the queue."""
    with Hand(run, kind) as hand:
        yield QueuedWorkers(run, kind, count, hand)
