"""Whose turn it is when many addresses are asked: each host one request at a time, and with a pause between two."""

from collections import deque
from collections.abc import Iterable
from heapq import heappop, heappush
from itertools import count

from .urls import host_of


class HostTurns:
    """Hands out URLs in their order as far as their hosts are free, and no more than the budget. Knows no clock: `now`
    is in seconds of any."""

    def __init__(self, urls: Iterable[str], budget: int, pause: float) -> None:
        """`pause` is in seconds, from the end of one request to the start of the next."""
        self._rest = iter(urls)
        self._budget = budget
        self._pause = pause
        self._order = count()
        self._planned: dict[str, deque[str]] = {}
        """What is left of each host that waits for its turn or is asked."""
        self._turns: list[tuple[float, int, str]] = []
        """(when the host is free, order, host), a heap of those that wait."""
        self._free_at: dict[str, float] = {}
        self._closed: set[str] = set()
        self._plan()

    def _plan(self) -> None:
        """Plan as many URLs as the budget has left; those of closed hosts do not count against it."""
        while self._budget and (url := next(self._rest, None)) is not None:
            host = host_of(url)
            if host in self._closed:
                continue
            self._budget -= 1
            if host not in self._planned:
                self._planned[host] = deque()
                heappush(self._turns, (self._free_at.get(host, 0.0), next(self._order), host))
            self._planned[host].append(url)

    def take(self, now: float) -> str | None:
        """A URL to ask now; None when no host is free. Its host is then busy until `done`."""
        while self._turns and self._turns[0][0] <= now:
            host = heappop(self._turns)[2]
            if self._planned[host]:
                return self._planned[host].popleft()
            del self._planned[host]
        return None

    def wait(self, now: float) -> float | None:
        """Seconds until `take` is worth a call, whatever `done` says meanwhile; None when nothing else is planned."""
        return max(self._turns[0][0] - now, 0.0) if self._turns else None

    def done(self, url: str, now: float) -> None:
        """The request for `url` is over."""
        host = host_of(url)
        self._free_at[host] = now + self._pause
        if self._planned[host]:
            heappush(self._turns, (self._free_at[host], next(self._order), host))
        else:
            del self._planned[host]

    def close(self, host: str) -> None:
        """Ask nothing more of this host; others get what it leaves of the budget."""
        self._closed.add(host)
        if planned := self._planned.get(host):
            self._budget += len(planned)
            planned.clear()
            self._plan()
