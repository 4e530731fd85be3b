"""A worker's part in a run that is split: it takes shards that wait, and does them in processes of its own."""

import uuid
from contextlib import ExitStack, suppress
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from seo_meta.lock import exclusive
from seo_meta.models import QueuedShard, Run

from .read_batch import BatchReader
from .shard_kinds import KINDS, Outcome
from .workers import Killed, Workers, workers_for

State = QueuedShard.State
STINT = 30.0
"""Seconds after which a worker looks what else is in the queue."""
LINGER = 2.0
"""Seconds for which a worker without a shard waits for the next: a crawl finds its URLs as it goes."""
LOOK = 0.05
"""Seconds between two looks at the shards."""
STILL_OURS_SECONDS = 1.0


class Hand:
    """Takes shards of one run. Its lock says that it is alive; left, it puts back what it has not done."""

    def __init__(self, run: Run, kind: str) -> None:
        self._run = run
        self._kind = KINDS[kind]
        self._shards = QueuedShard.objects.filter(run=run, kind=kind)
        self.name = uuid.uuid4().hex
        self._in_hand: list[tuple[Any, int]] = []
        """(task as the pool has it, id of its row)"""
        self._pool: Workers[Any, Any] | None = None
        self._lock = ExitStack()
        self._processes = ExitStack()
        self._looked = monotonic()

    def __enter__(self) -> Self:
        self._lock.enter_context(exclusive(lock_of_hand(self.name)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock, self._processes:
            if not self._in_hand:
                return
            if error is not None and not connection.in_atomic_block:
                # It may have come in the middle of a query.
                connection.close()
            with suppress(DatabaseError):
                self._shards.filter(holder=self.name, state=State.TAKEN).update(state=State.WAITING, holder="")

    @property
    def busy(self) -> bool:
        return bool(self._in_hand)

    def take(self) -> bool:
        """Begin as many waiting shards as there are processes free; whether there was one."""
        took = False
        while (self._pool is None or self._pool.free > 0) and (shard := self._claim()):
            task: Any = msgspec.msgpack.decode(shard.content, type=self._kind.task)
            self._in_hand.append((task, shard.pk))
            self._ready().submit(task)
            took = True
        return took

    def go_on(self, timeout: float) -> None:
        """Give the processes up to `timeout` seconds, and store what came of the shards that they finish."""
        if not self.busy:
            sleep(timeout)
            return
        for task, result in self._ready().finished(timeout):
            row = next(row for held, row in self._in_hand if held is task)
            self._in_hand = [(held, id) for held, id in self._in_hand if id != row]
            done = self._shards.filter(pk=row, holder=self.name, state=State.TAKEN)
            done.update(state=State.DONE, content=b"", outcome=_packed(result))
        if self.busy and monotonic() - self._looked > STILL_OURS_SECONDS:
            self._looked = monotonic()
            self._let_go_of_lost()

    def _claim(self) -> QueuedShard | None:
        skip = connection.features.has_select_for_update_skip_locked
        with transaction.atomic():
            shard = self._shards.select_for_update(skip_locked=skip).filter(state=State.WAITING).first()
            if shard is not None:
                mine = self._shards.filter(pk=shard.pk)
                mine.update(state=State.TAKEN, holder=self.name, tries=F("tries") + 1)
        return shard

    def _ready(self) -> Workers[Any, Any]:
        if self._pool is None:
            work = self._kind.work(self._run)
            if isinstance(work, BatchReader):
                self._processes.callback(work.close)
            self._pool = self._processes.enter_context(workers_for(work, settings.SITEAGENT_WORKERS))
        return self._pool

    def _let_go_of_lost(self) -> None:
        """Stop what nobody waits for any more: the run was cancelled, or another did the shard."""
        ours = set(self._shards.filter(holder=self.name, state=State.TAKEN).values_list("pk", flat=True))
        if ours.isdisjoint(row for _, row in self._in_hand):
            self._in_hand = []
            self._pool = None
            self._processes.pop_all().close()


def lend_a_hand(run: Run, kind: str) -> None:
    """Do shards of a run until none waits for a while, or it is time to look what else there is to do."""
    with Hand(run, kind) as hand:
        until = monotonic() + STINT
        busy_at = monotonic() if hand.take() else float("-inf")
        while hand.busy or monotonic() < min(until, busy_at + LINGER):
            hand.go_on(LOOK)
            if hand.busy or (monotonic() < until and hand.take()):
                busy_at = monotonic()


def lock_of_hand(name: str) -> str:
    return f"hand {name}"


def _packed(result: Any) -> bytes:
    if isinstance(result, Killed):
        return msgspec.msgpack.encode(Outcome(killed=result))
    return msgspec.msgpack.encode(Outcome(result=msgspec.Raw(msgspec.msgpack.encode(result))))
