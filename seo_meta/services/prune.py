"""Old runs go, in transactions so short that whoever reviews or audits meanwhile does not notice."""

from collections import Counter
from collections.abc import Iterator
from time import sleep

import msgspec
from django.db import connection, models, transaction
from django.db.models import Sum
from django.db.models.expressions import RawSQL

from seo_meta.models import Finding, FrontierUrl, Page, Run, SitemapEntry

from .progress import Progress
from .retention import REMOVING, Choice, Stored, busy_sites

PAGES_AT_ONCE = 200
"""With their findings that is about as much as a crawl stores at once."""
ROWS_AT_ONCE = 5_000
REST = 0.01
"""Seconds between two transactions: who waits for SQLite's lock looks every few milliseconds whether it is free."""


class Pruned(msgspec.Struct):
    runs: int = 0
    rows: Counter[str] = msgspec.field(default_factory=Counter)
    """How many of each kind, by the plural that people use."""
    bytes: int = 0
    """What the database can use again; on PostgreSQL without what indexes took."""


def prune(choice: Choice, progress: Progress) -> Pruned:
    """Remove the runs that were chosen. Proposals, edits, decisions and search data stay.

    Killed in between, it leaves a run that counts as failed, and that the next call removes in any case.
    """
    done = Pruned()
    progress.start("Removing pages", sum(run.pages for run in choice.going))
    free = _free_bytes()
    for chosen in choice.going:
        if not _begin(chosen):
            continue
        for model, name in ((SitemapEntry, "sitemap entries"), (FrontierUrl, "URLs of frontiers")):
            for ids in _batches(model, chosen.id, ROWS_AT_ONCE):
                _remove(done, model, name, ids)
        for ids in _batches(Page, chosen.id, PAGES_AT_ONCE):
            with transaction.atomic():
                found = list(Finding.objects.filter(page__in=ids).values_list("pk", flat=True))
                _remove(done, Finding, "findings", found)
                _remove(done, Page, "pages", ids)
            progress.advance(len(ids))
            sleep(REST)
        for ids in _batches(Finding, chosen.id, ROWS_AT_ONCE):
            _remove(done, Finding, "findings", ids)
        Run.objects.filter(pk=chosen.id).delete()
        done.runs += 1
    done.bytes += max(0, _free_bytes() - free)
    return done


def _begin(chosen: Stored) -> bool:
    """Nobody takes half a run for a whole one. False when somebody is at work on its site by now."""
    if any(site == chosen.site for site, _ in busy_sites()):
        return False
    marked = {"state": Run.State.FAILED, "complete": False, "stop_reason": REMOVING}
    return bool(Run.objects.filter(pk=chosen.id).update(**marked))


def _batches(model: type[models.Model], run: int, size: int) -> Iterator[list[int]]:
    while ids := list(model._default_manager.filter(run=run).order_by("pk").values_list("pk", flat=True)[:size]):
        yield ids


def _remove(done: Pruned, model: type[models.Model], name: str, ids: list[int]) -> None:
    rows = model._default_manager.filter(pk__in=ids)
    if connection.vendor == "postgresql":
        done.bytes += _stored_bytes(rows)
    # The rows that refer to them are looked up by their ids; what else they hold need not be read.
    rows.only("pk").delete()
    done.rows[name] += len(ids)


def _stored_bytes(rows: models.QuerySet[models.Model]) -> int:
    whole = RawSQL(f"pg_column_size({connection.ops.quote_name(rows.model._meta.db_table)}.*)", ())  # noqa: S611
    return rows.order_by().aggregate(bytes=Sum(whole))["bytes"] or 0


def _free_bytes() -> int:
    """What SQLite has of pages that it no longer uses; elsewhere 0."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        (pages,), (size,) = (cursor.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_size"))
    return int(pages) * int(size)
