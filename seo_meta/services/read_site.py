"""The crawl of a live site: batches out of the frontier to the workers, within every limit."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from math import ceil
from time import monotonic, sleep

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet

from seo_meta.core import traps
from seo_meta.core.crawl_scope import FILTERED, UrlState
from seo_meta.fetch.client import Fetched
from seo_meta.fetch.reach import Reach
from seo_meta.models import FrontierUrl, Run

from .ask import Batch
from .crawl_options import MAX_PAGES, CrawlOptions
from .frontier import Frontier, Waiting
from .progress import READING, Progress
from .read_batch import BatchReader, BatchResult
from .workers import Killed, Workers, workers_for

BATCH = 16
"""URLs at most that a worker gets at once: what a crash costs."""
BATCH_SECONDS = 1.0
"""How far ahead requests are promised to a worker; a site that asks for a pause gets no more than these."""
MAX_FAILURES = 10
"""So many URLs in a row without an answer mean that the site is down; each may cost a whole deadline."""
BEYOND_BUDGET = "enough pages were read whose address differs in numbers and values alone"
MAX_SKIPPED = 1_000
PAUSE = 0.02
"""Seconds between two looks at URLs that are put off."""
NOTE_SECONDS = 1.0


def read_site(
    run: Run,
    reach: Reach,
    options: CrawlOptions,
    progress: Progress,
    workers: int,
    first: Fetched | None = None,
    *,
    shared: bool = False,
) -> None:
    """Read what a seeded run has in its frontier, and what that leads to; `shared` with the workers of the queue.

    `first` is the answer to the start, if it is here already.
    """
    progress.start(READING, None)
    with _shared(run, options) if shared else _own(run, reach, options, workers) as pool:
        crawl = _Crawl(run, options, progress, pool, first)
        crawl.go()
    run.stop_reason = crawl.stop_reason or run.stop_reason
    with transaction.atomic():
        _sum_up(run)


@contextmanager
def _own(run: Run, reach: Reach, options: CrawlOptions, workers: int) -> Iterator[Workers[Batch, BatchResult]]:
    connections = ceil(options.concurrency / max(workers, 1))
    reader = BatchReader(run.pk, reach, connections, options.max_depth, follow=bool(run.options["follow"]))
    try:
        with workers_for(reader, workers) as pool:
            yield pool
    finally:
        reader.close()


def _shared(run: Run, options: CrawlOptions) -> AbstractContextManager[Workers[Batch, BatchResult]]:
    # Here, since the workers of the queue come back to what this module uses.
    from .queued_workers import queued_workers
    from .shard_kinds import shards_at_once

    # What a job that died left of them is in the frontier, where it waits.
    run.shards.all().delete()
    return queued_workers(run, "site", shards_at_once(options))


def _sum_up(run: Run) -> None:
    """What the rows of the frontier come to, in one transaction with their end."""
    rows = run.frontier.order_by("url")
    unread = rows.filter(~Q(reason=""), ~Q(reason=FILTERED))
    broken = [{"url": one["url"], "reason": one["error"]} for one in run.sitemaps if one["error"]]
    run.skipped = broken + [
        {"url": url[: traps.MAX_LENGTH], "reason": reason}
        for url, reason in unread.values_list("url", "reason")[: MAX_SKIPPED - len(broken)]
    ]
    run.filtered = rows.filter(reason=FILTERED).exists() or not run.options["follow"]
    run.complete = not run.stop_reason and not unread.exclude(state=UrlState.LEFT_OUT).exists()
    run.state = Run.State.READ
    run.save()
    rows.filter(Q(reason="") | Q(reason=FILTERED)).delete()


class _Crawl:
    """Hands out batches until nothing waits or a limit is met; nothing else in the run does, so limits hold."""

    def __init__(
        self,
        run: Run,
        options: CrawlOptions,
        progress: Progress,
        pool: Workers[Batch, BatchResult],
        first: Fetched | None,
    ) -> None:
        self.stop_reason = ""
        self._run = run
        self._options = options
        self._progress = progress
        self._pool = pool
        self._first = first
        self._frontier = Frontier(run)
        self._max_pages = options.max_pages or MAX_PAGES
        self._gap = float(run.options["delay"])
        self._size = max(1, min(BATCH, int(BATCH_SECONDS / self._gap))) if self._gap else BATCH
        self._next = 0.0
        """When the next request may be made."""
        self._running = 0
        self._asked = self._read_before().count()
        self._shapes = Counter(traps.shape(url) for url in self._read_before() if traps.is_endless(url))
        self._bytes = 0
        self._failures = 0
        self._errors = 0
        self._begin = monotonic()
        self._noted = 0.0

    def _read_before(self) -> "QuerySet[FrontierUrl, str]":
        """The URLs that the run asked for before it died."""
        asked = Q(state=UrlState.READ) | Q(state=UrlState.MISSED, tries__gt=0)
        return self._run.frontier.filter(asked).values_list("url", flat=True)

    def go(self) -> None:
        while True:
            self._hand_out()
            if not self._running and (self.stop_reason or self._frontier.idle or self._full):
                break
            if not self._running:
                sleep(PAUSE)
            for batch, result in self._pool.finished(timeout=1.0):
                self._running -= 1
                self._take_in(batch, result)
            self._note()
        if self._full and not self.stop_reason and self._run.frontier.filter(state=UrlState.WAITING).exists():
            self.stop_reason = f"limit of {self._max_pages} pages"

    @property
    def _full(self) -> bool:
        return self._asked >= self._max_pages and not self._frontier.retries

    def _hand_out(self) -> None:
        while self._pool.free > 0 and not self._over():
            now = monotonic()
            if self._next > now + BATCH_SECONDS:
                return
            urls = self._frontier.take_again(self._size)
            new = self._take_new(min(self._size - len(urls), self._max_pages - self._asked))
            self._asked += len(new)
            urls += new
            if not urls:
                return
            start = max(self._next, now)
            self._next = start + len(urls) * self._gap
            self._pool.submit(Batch(tuple(urls), start, self._gap, self._first))
            self._running += 1
            self._first = None

    def _take_new(self, count: int) -> list[Waiting]:
        """Up to `count` URLs, without those of a shape that a script makes for ever, once enough of it are read."""
        kept: list[Waiting] = []
        while len(kept) < count and (taken := self._frontier.take_new(count - len(kept))):
            dropped = [waiting for waiting in taken if self._is_beyond_budget(waiting.url)]
            if dropped:
                rows = FrontierUrl.objects.filter(pk__in=[waiting.id for waiting in dropped])
                rows.update(state=UrlState.MISSED, reason=BEYOND_BUDGET)
                self._frontier.settle(len(dropped))
            kept += (waiting for waiting in taken if waiting not in dropped)
        return kept

    def _is_beyond_budget(self, url: str) -> bool:
        if not traps.is_endless(url):
            return False
        shape = traps.shape(url)
        self._shapes[shape] += 1
        return self._shapes[shape] > traps.BUDGET

    def _over(self) -> bool:
        """Whether a limit of time or size is met, or the site is to be left alone."""
        options = self._options
        if options.max_time is not None and monotonic() - self._begin >= options.max_time:
            self._stop(f"limit of {options.max_time} seconds")
        if options.max_bytes is not None and self._bytes >= options.max_bytes:
            self._stop(f"limit of {options.max_bytes} bytes")
        return bool(self.stop_reason)

    def _stop(self, reason: str) -> None:
        self.stop_reason = self.stop_reason or reason

    def _take_in(self, batch: Batch, result: BatchResult | Killed) -> None:
        if isinstance(result, Killed):
            self._bury(batch, result)
            return
        self._frontier.settle(len(batch.urls), result.again)
        self._bytes += result.bytes
        for answered in result.answered:
            self._failures = 0 if answered else self._failures + 1
            self._errors += not answered
            if self._failures >= MAX_FAILURES:
                self._stop(f"{MAX_FAILURES} requests in a row failed")
        if result.pause:
            self._next = max(self._next, monotonic() + result.pause)
        if result.stop:
            self._stop(result.stop)
        self._progress.advance(result.pages)

    def _bury(self, batch: Batch, killed: Killed) -> None:
        """Ask for the batch again, and do not parse the page that killed the worker."""
        urls = list(batch.urls)
        culprit = urls[killed.item]
        urls[killed.item] = msgspec.structs.replace(culprit, unparsed=killed.reason)
        FrontierUrl.objects.filter(pk=culprit.id).update(unparsed=killed.reason)
        self._errors += 1
        self._frontier.settle(len(urls), urls)

    def _note(self) -> None:
        if monotonic() - self._noted > NOTE_SECONDS:
            self._noted = monotonic()
            self._progress.note(f"{self._frontier.count_waiting():,} waiting, {self._errors:,} errors")
