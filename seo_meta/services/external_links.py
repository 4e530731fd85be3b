"""The stage that checks links to other sites: some in each run, politely, while what is known of the rest is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core import text
from seo_meta.core.external_links import Answer, Strikes, count_strike, is_fresh
from seo_meta.core.host_turns import HostTurns
from seo_meta.models import ExternalLink, Run
from seo_meta.selectors import external_targets, known_links

from .progress import Progress

if TYPE_CHECKING:
    from seo_meta.fetch.client import Fetcher
    from seo_meta.fetch.links import Checked

THREADS = 8
PAUSE = 1.0
"""Seconds between two requests to one host."""
TIME_LIMIT = 600.0
"""Seconds after which no check begins."""
DEADLINE = 15.0
"""Seconds for one request with its redirects."""
STORED_AT_ONCE = 50
UPDATED = ("answer", "status", "reason", "moved_to", "strikes", "struck_at", "checked_at")
MAX_REASON = 300


class DueLink(msgspec.Struct, frozen=True):
    """An address to check, with what is known of it."""

    url: str
    checked_at: datetime | None = None
    strikes: Strikes = Strikes()


def new_fetcher() -> "Fetcher":
    # Here, as in `crawl.open_source`: most runs need no httpx.
    from seo_meta.fetch.client import Fetcher

    return Fetcher(DEADLINE)


def check_external_links(
    run: Run,
    budget: int,
    progress: Progress,
    *,
    pause: float = PAUSE,
    time_limit: float = TIME_LIMIT,
    new_fetcher: Callable[[], "Fetcher"] = new_fetcher,
) -> None:
    """Check up to `budget` of the addresses that the run links to outside its site, and count them in `run.external`.

    What was checked lately is not asked again; first comes what was never checked, then what was longest ago. One
    request at a time goes to a host. What is known is kept after every fifty checks.
    """
    if not budget:
        return
    due = due_links(run, timezone.now())
    progress.start("Checking external links", min(budget, len(due)))
    checked = 0
    batch: list[tuple[DueLink, Answer]] = []
    for url, answer in _answers(HostTurns(due, budget, pause), pause, time_limit, new_fetcher):
        batch.append((due[url], answer))
        checked += 1
        progress.advance(1)
        if len(batch) == STORED_AT_ONCE:
            _store(batch, timezone.now())
            batch = []
    _store(batch, timezone.now())
    run.external = {"checked": checked, "unchecked": len(due) - checked}
    run.save(update_fields=["external"])


def due_links(run: Run, now: datetime) -> dict[str, DueLink]:
    """The addresses that the run links to and nothing fresh is known of, by URL, in the order of checking."""
    never: list[DueLink] = []
    stale: list[DueLink] = []
    for url, row in known_links(external_targets(run)):
        if row is None:
            never.append(DueLink(url))
        elif not is_fresh(row.read(), now - row.checked_at):
            stale.append(DueLink(url, row.checked_at, row.read_strikes()))
    stale.sort(key=lambda link: (link.checked_at, link.url))
    return {link.url: link for link in (*never, *stale)}


def _answers(
    turns: HostTurns, pause: float, time_limit: float, new_fetcher: Callable[[], "Fetcher"]
) -> Iterator[tuple[str, Answer]]:
    """(URL, answer) as they come."""
    from seo_meta.fetch.links import check_link

    end = monotonic() + time_limit
    asked: dict[Future[Checked], tuple[str, Fetcher]] = {}
    idle: list[Fetcher] = []
    with ExitStack() as fetchers, ThreadPoolExecutor(THREADS) as threads:
        while True:
            now = monotonic()
            while len(asked) < THREADS and now < end and (url := turns.take(now)) is not None:
                fetcher = idle.pop() if idle else fetchers.enter_context(new_fetcher())
                asked[threads.submit(check_link, fetcher, url, pause)] = url, fetcher
            free_in = turns.wait(now)
            if not asked:
                if free_in is None or now + free_in >= end:
                    return
                sleep(free_in)
                continue
            may_ask = len(asked) < THREADS and now < end
            for future in wait(asked, free_in if may_ask else None, FIRST_COMPLETED).done:
                url, fetcher = asked.pop(future)
                idle.append(fetcher)
                checked = future.result()
                turns.done(url, monotonic())
                if checked.closed_host:
                    turns.close(checked.closed_host)
                yield url, checked.answer


def _store(checked: list[tuple[DueLink, Answer]], now: datetime) -> None:
    rows = [_row(link, answer, now) for link, answer in checked]
    with transaction.atomic():
        ExternalLink.objects.bulk_create(rows, update_conflicts=True, unique_fields=["url_hash"], update_fields=UPDATED)


def _row(link: DueLink, answer: Answer, now: datetime) -> ExternalLink:
    strikes = count_strike(link.strikes, answer.answer, now)
    return ExternalLink(
        url=link.url,
        url_hash=text.content_hash(link.url),
        answer=answer.answer,
        status=answer.status,
        reason=answer.reason[:MAX_REASON],
        moved_to=answer.moved_to,
        strikes=strikes.count,
        struck_at=strikes.last,
        checked_at=now,
    )
