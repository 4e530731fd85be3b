"""The frontier of a crawl, kept in the database: what waits, level by level, and what came of the rest."""

from collections import deque
from collections.abc import Iterable
from time import time

import msgspec
from django.db.models import Min

from seo_meta.core.crawl_scope import Met, UrlState
from seo_meta.core.site import target_key
from seo_meta.models import FrontierUrl, Run
from seo_meta.models.bulk import insert_new_rows

WAITING = ("id", "url", "depth", "hops", "tries", "due", "unparsed")
COLUMNS = ("run_id", "url", "key", "depth", "hops", "state", "tries", "due", "unparsed", "reason")
READ_AHEAD = 500


class Waiting(msgspec.Struct, frozen=True):
    """A row of the frontier that is to be read (`models.FrontierUrl`)."""

    id: int
    url: str
    depth: int
    hops: int
    tries: int
    due: float
    unparsed: str


def add(run: Run, met: Iterable[Met]) -> None:
    """Add what is not known yet; the caller holds the transaction."""
    rows = (
        (run.pk, one.url, key_of(one.url), one.depth, one.hops, int(one.state), 0, 0.0, "", one.reason) for one in met
    )
    insert_new_rows(FrontierUrl, COLUMNS, rows)


def key_of(url: str) -> bytes:
    return target_key(url, clean_urls=False)


class Frontier:
    """Hands out what waits, breadth first: a level begins when the one above is read, so that depths are true.

    One process hands out; which rows it gave away is not stored, so after its death they wait again.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._depth = 0
        self._after = 0
        """Rows of the level up to this id are in `_ready` or were handed out."""
        self._ready: deque[Waiting] = deque()
        self._later: dict[int, Waiting] = {}
        """Rows that were tried in vain and wait for their time."""
        self._out = 0
        """How many rows are handed out."""

    def take_again(self, count: int) -> list[Waiting]:
        """Up to `count` rows that were handed out before and whose time has come."""
        now = time()
        taken = [waiting for waiting in self._later.values() if waiting.due <= now][:count]
        for waiting in taken:
            del self._later[waiting.id]
        self._out += len(taken)
        return taken

    def take_new(self, count: int) -> list[Waiting]:
        """Up to `count` rows for the first time. None does not mean that the crawl is over (`idle`)."""
        if len(self._ready) < count:
            self._read_on()
        taken = [self._ready.popleft() for _ in range(min(count, len(self._ready)))]
        self._out += len(taken)
        return taken

    def settle(self, count: int, again: Iterable[Waiting] = ()) -> None:
        """`count` rows that were handed out are done with; of them `again` are to be asked for again, when due."""
        self._out -= count
        self._later |= {waiting.id: waiting for waiting in again}

    @property
    def idle(self) -> bool:
        """Whether nothing waits, is handed out, or is put off."""
        return not (self._ready or self._out or self._later)

    @property
    def retries(self) -> bool:
        """Whether anything is put off."""
        return bool(self._later)

    def _read_on(self) -> None:
        found = self._level()
        if not found and self.idle:
            self._next_level()
            found = self._level()
        now = time()
        self._later |= {waiting.id: waiting for waiting in found if waiting.due > now}
        self._ready += (waiting for waiting in found if waiting.due <= now)

    def _level(self) -> list[Waiting]:
        rows = self._run.frontier.filter(state=UrlState.WAITING, depth=self._depth, pk__gt=self._after).order_by("pk")
        found = [Waiting(*row) for row in rows.values_list(*WAITING)[:READ_AHEAD]]
        if found:
            self._after = found[-1].id
        return found

    def _next_level(self) -> None:
        """The highest level that has anything left: mostly the next one, or this one where ids came late."""
        depth = self._run.frontier.filter(state=UrlState.WAITING).aggregate(depth=Min("depth"))["depth"]
        if depth is not None:
            self._depth, self._after = depth, 0

    def count_waiting(self) -> int:
        return self._run.frontier.filter(state=UrlState.WAITING).count()
