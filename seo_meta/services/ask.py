"""The requests of a batch, over several connections at once and none before its time."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event, local
from time import monotonic, sleep

import msgspec

from seo_meta.core.answers import NOT_MODIFIED, asks_for_pause
from seo_meta.core.validators import conditions, still_holds
from seo_meta.errors import FetchError
from seo_meta.fetch.client import Fetched, Fetcher
from seo_meta.fetch.reach import Reach
from seo_meta.sources.http import fetcher_of, is_page, never

from .frontier import Waiting
from .reuse import KnownPage


class Batch(msgspec.Struct, frozen=True):
    """URLs to ask for. The first may be asked for at `start` (of `monotonic`), each other `gap` seconds after the one
    before it."""

    urls: tuple[Waiting, ...]
    start: float = 0.0
    gap: float = 0.0
    first: Fetched | None = None
    """The answer to one of them that is here already."""


class Asker:
    """Up to `connections` requests at once, each over a client of its own: httpx's pool costs more than the request
    (docs/explanation/measurements.md)."""

    def __init__(self, reach: Reach, connections: int) -> None:
        self._reach = reach
        self._own = local()
        self._fetchers = ExitStack()
        self._threads = ThreadPoolExecutor(connections, initializer=self._open)
        self._pause = Event()

    def _open(self) -> None:
        self._own.fetcher = self._fetchers.enter_context(fetcher_of(self._reach))

    def answers(
        self, batch: Batch, known: Mapping[str, KnownPage]
    ) -> Iterator[tuple[Waiting, Fetched | FetchError | None]]:
        """What came of each URL, in order; None where the site asked for a pause first. Pages in `known` are only asked
        for as far as they changed."""
        self._pause.clear()
        waits = [
            self._threads.submit(self._ask, batch, place, known.get(waiting.url))
            for place, waiting in enumerate(batch.urls)
        ]
        for waiting, future in zip(batch.urls, waits, strict=True):
            yield waiting, future.result()

    def _ask(self, batch: Batch, place: int, known: KnownPage | None) -> Fetched | FetchError | None:
        waiting = batch.urls[place]
        if batch.first is not None and batch.first.url == waiting.url:
            return batch.first
        sleep(max(0.0, batch.start + place * batch.gap - monotonic()))
        if self._pause.is_set():
            return None
        try:
            answer = self._fetch(waiting.url, conditions(known.validators) if known else {})
            if answer.status == NOT_MODIFIED and not (known and _still_holds(answer, known)):
                answer = self._fetch(waiting.url, {})
        except FetchError as error:
            return error
        if asks_for_pause(answer.status, answer.headers):
            self._pause.set()
        return answer

    def _fetch(self, url: str, headers: Mapping[str, str]) -> Fetched:
        fetcher: Fetcher = self._own.fetcher
        return fetcher.fetch(url, headers=headers, follow=never, wants_body=is_page)

    def close(self) -> None:
        self._threads.shutdown()
        self._fetchers.close()


def _still_holds(answer: Fetched, known: KnownPage) -> bool:
    return still_holds(answer.headers, known.validators, lambda: known.kept.headers)
