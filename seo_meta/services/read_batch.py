"""What a worker does with a few URLs of a live site: ask, parse, judge, and store all of it in one transaction."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import cached_property
from random import random
from time import time
from typing import Any

import msgspec
from django.db import transaction

from seo_meta.core import retry
from seo_meta.core.answers import NOT_MODIFIED, TOO_MANY_REQUESTS, asks_for_pause
from seo_meta.core.crawl_scope import CrawlScope, Met, UrlState
from seo_meta.core.scope import Scope
from seo_meta.core.site import split
from seo_meta.core.types import Anchor, PageFacts
from seo_meta.core.validators import Validators, validators
from seo_meta.errors import FetchError
from seo_meta.fetch.client import AGENT, MAX_BODY, Fetched
from seo_meta.fetch.reach import Reach
from seo_meta.models import FrontierUrl, Run
from seo_meta.models.bulk import update_rows

from . import frontier
from .analyse import Analysis
from .ask import Asker, Batch
from .frontier import Waiting
from .reuse import EarlierRun, KnownPage, copy_pages, earlier_run
from .store import ReadPage, store_pages

MAX_KNOWN = 100_000
"""URLs that a worker remembers to have met, so that it does not offer them to the database again."""


class BatchResult(msgspec.Struct):
    """What came of a batch: counts, and what the crawl must know."""

    pages: int = 0
    bytes: int = 0
    answered: list[bool] = []
    """Of each URL that was asked for the first time, in turn, whether an answer came."""
    again: list[Waiting] = []
    pause: float = 0.0
    """Seconds for which the site wants to be left alone."""
    stop: str = ""
    """Why the crawl must end, if it must."""


class BatchReader:
    """Reads batches of one run. Made in the parent; what it works with is made where it works."""

    def __init__(self, run_id: int, reach: Reach, connections: int, max_depth: int | None, follow: bool) -> None:
        self._run_id = run_id
        self._reach = reach
        self._connections = connections
        self._max_depth = max_depth
        self.follow = follow
        self.known: set[str] = set()
        """URLs that were met and stored."""
        self.known_keys: set[bytes] = set()
        """Their keys."""

    def __call__(self, batch: Batch) -> BatchResult:
        reading = _Reading(self)
        known = self.earlier.pages((waiting.url for waiting in batch.urls), with_facts=True)
        for place, (waiting, answer) in enumerate(self.asker.answers(batch, known)):
            reading.take(place, waiting, answer, known.get(waiting.url))
        return reading.store()

    @cached_property
    def run(self) -> Run:
        return Run.objects.select_related("site").get(pk=self._run_id)

    @cached_property
    def earlier(self) -> EarlierRun:
        return earlier_run(self.run)

    @cached_property
    def analysis(self) -> Analysis:
        return Analysis(self.run)

    @cached_property
    def asker(self) -> Asker:
        return Asker(self._reach, self._connections)

    @cached_property
    def scope(self) -> CrawlScope:
        return crawl_scope(self.run, self._max_depth)

    def remember(self, urls: Collection[str]) -> None:
        """URLs whose rows are stored."""
        if len(self.known) > MAX_KNOWN:
            self.known.clear()
            self.known_keys.clear()
        self.known.update(urls)
        self.known_keys.update(map(frontier.key_of, urls))

    def close(self) -> None:
        if "asker" in self.__dict__:
            self.asker.close()


def crawl_scope(run: Run, max_depth: int | None) -> CrawlScope:
    """What the crawl of a run that knows its robots.txt may read."""
    policy = run.read_policy()
    scope = Scope(policy.include, policy.exclude)
    return CrawlScope(run.site.base_url, scope, str(run.robots.get("text", "")), AGENT, max_depth)


class _Reading:
    """What becomes of the URLs of one batch."""

    def __init__(self, reader: BatchReader) -> None:
        self._reader = reader
        self._result = BatchResult()
        self._pages: dict[int, ReadPage] = {}
        """By id of the frontier's row."""
        self._same: dict[int, tuple[KnownPage, Validators]] = {}
        self._rows: dict[int, tuple[int, int, float, str]] = {}
        """What the frontier's rows become: state, tries, due, reason."""
        self._met: dict[str, Met] = {}

    def take(self, place: int, waiting: Waiting, answer: Fetched | FetchError | None, known: KnownPage | None) -> None:
        if answer is None:
            self._again(waiting, waiting.tries, 0.0)
            return
        if not waiting.tries:
            self._result.answered.append(isinstance(answer, Fetched))
        if isinstance(answer, FetchError):
            self._failed(waiting, answer)
        elif retry.is_retryable(answer.status) and self._put_off(waiting, answer):
            pass
        elif known and self._is_same(answer, known):
            self._same[waiting.id] = known, _validators_of(answer, known)
            self._done(waiting)
            # Nearly always every page that it links to was met before.
            news = any(key not in self._reader.known_keys for key in split(bytes(known.followed)))
            self._meet_links(waiting, answer, known.kept.anchors if news else ())
        else:
            self._page(place, waiting, answer)

    def _failed(self, waiting: Waiting, error: FetchError) -> None:
        if error.answer_class != "refused" and waiting.tries + 1 < retry.MAX_TRIES:
            self._again(waiting, waiting.tries + 1, retry.wait_seconds(waiting.tries + 1, None, _now(), random()))  # noqa: S311
        else:
            self._rows[waiting.id] = UrlState.MISSED, waiting.tries + 1, 0.0, str(error)

    def _put_off(self, waiting: Waiting, answer: Fetched) -> bool:
        """Whether the URL is asked for again later, or the site wants no more questions at all."""
        tries = waiting.tries + 1
        wait = retry.wait_seconds(tries, answer.headers.get("retry-after"), _now(), random())  # noqa: S311
        if tries < retry.MAX_TRIES:
            if asks_for_pause(answer.status, answer.headers):
                self._result.pause = max(self._result.pause, wait)
            self._again(waiting, tries, wait)
            return True
        if answer.status == TOO_MANY_REQUESTS:
            self._rows[waiting.id] = UrlState.MISSED, tries, 0.0, "too many requests (429)"
            self._result.stop = "the site answered 429, too many requests"
            return True
        return False

    def _again(self, waiting: Waiting, tries: int, wait: float) -> None:
        due = time() + wait if wait else 0.0
        self._rows[waiting.id] = UrlState.WAITING, tries, due, ""
        self._result.again.append(msgspec.structs.replace(waiting, tries=tries, due=due))

    def _is_same(self, answer: Fetched, known: KnownPage) -> bool:
        return answer.status == NOT_MODIFIED or (
            not answer.truncated and validators(answer.document).source_hash == known.validators.source_hash
        )

    def _page(self, place: int, waiting: Waiting, answer: Fetched) -> None:
        self._result.bytes += len(answer.body)
        document = answer.document
        page = self._reader.analysis.page(document, place, waiting.unparsed, validators(document))
        self._pages[waiting.id] = page
        self._done(waiting, _flaw(page.facts))
        self._meet_links(waiting, answer, page.facts.anchors)

    def _done(self, waiting: Waiting, reason: str = "") -> None:
        self._rows[waiting.id] = UrlState.READ, waiting.tries, 0.0, reason

    def _meet_links(self, waiting: Waiting, answer: Fetched, anchors: Iterable[Anchor]) -> None:
        """Where a redirect leads, and what a page links to; the links of an error page are not followed."""
        if answer.location:
            self._meet(answer.location, waiting.depth, waiting.hops + 1)
        if not self._reader.follow or not (200 <= answer.status < 300 or answer.status == NOT_MODIFIED):
            return
        for anchor in anchors:
            if anchor.url and "nofollow" not in anchor.rel:
                self._meet(anchor.url, waiting.depth + 1)

    def _meet(self, url: str, depth: int, hops: int = 0) -> None:
        if url in self._reader.known or url in self._met:
            return
        met = self._reader.scope.meet(url, depth, hops)
        if met is not None:
            self._met[url] = met

    def store(self) -> BatchResult:
        """Store everything, or nothing. What another process has stored already is left as it is: a worker may outlive
        the crawl that it belonged to for a moment, and the next one begin meanwhile."""
        run = self._reader.run
        with transaction.atomic():
            rows = FrontierUrl.objects.filter(pk__in=self._rows, state=UrlState.WAITING).select_for_update()
            mine = set(rows.values_list("pk", flat=True))
            pages = [page for id, page in self._pages.items() if id in mine]
            same = [page for id, page in self._same.items() if id in mine]
            store_pages(run, pages)
            copy_pages(run, same)
            frontier.add(run, self._met.values())
            changes: list[tuple[Any, ...]] = [(*row, id) for id, row in self._rows.items() if id in mine]
            update_rows(FrontierUrl, ("state", "tries", "due", "reason"), changes)
        self._result.pages = len(pages) + len(same)
        self._reader.remember(self._met)
        return self._result


def _flaw(facts: PageFacts) -> str:
    """Why a page that was read is not known whole; empty for nearly all."""
    if facts.truncated:
        return f"is larger than {MAX_BODY // 2**20} MB"
    return f"was not parsed: {facts.unparsed}" if facts.unparsed else ""


def _validators_of(answer: Fetched, known: KnownPage) -> Validators:
    """A 304 need not repeat them (RFC 9110, section 15.4.5)."""
    return known.validators if answer.status == NOT_MODIFIED else validators(answer.document)


def _now() -> datetime:
    return datetime.now(UTC)
