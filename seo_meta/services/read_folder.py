"""The pages of a built folder into a run, a shard at a time."""

from collections.abc import Iterator
from itertools import islice

import msgspec
from django.db import IntegrityError, transaction

from seo_meta.core import text
from seo_meta.core.site import target_key
from seo_meta.core.validators import Validators, validators
from seo_meta.errors import SourceError
from seo_meta.models import Run
from seo_meta.sources import folder
from seo_meta.sources.folder import Entry, FolderSource

from .analyse import Analysis
from .progress import READING, Progress
from .reuse import KnownPage, copy_pages, earlier_run
from .shards import Shard, ShardResult, done_by, run_shards
from .store import ENTRIES_AT_ONCE, ReadPage, store_entries, store_pages, stored_hashes


def read_site_files(run: Run, source: FolderSource) -> None:
    """robots.txt, llms.txt and the sitemaps, whose entries stream into the database."""
    run.sitemap_entries.all().delete()
    while batch := list(islice(source.sitemap_entries, ENTRIES_AT_ONCE)):
        with transaction.atomic():
            store_entries(run, batch)
    run.robots = msgspec.to_builtins(source.robots)
    run.llms = msgspec.to_builtins(source.llms)
    run.sitemaps = msgspec.to_builtins(source.sitemaps)


def read_folder(run: Run, source: FolderSource, progress: Progress, workers: int, shards: int = 0) -> None:
    """Read every page of the folder, with `workers` processes, or up to `shards` at once in those of the queue. `run`
    gets its fields, the caller saves it."""
    run.files = b"".join(sorted({target_key(url, clean_urls=True) for url in source.files}))
    progress.start(READING, len(source.entries))
    for result in _results(run, source, workers, shards):
        source.skipped += result.skipped
        progress.advance(result.items)
    run.skipped = source.skipped
    run.filtered = source.filtered
    run.complete = source.complete
    run.stop_reason = source.stop_reason


def _results(run: Run, source: FolderSource, workers: int, shards: int) -> Iterator[ShardResult]:
    if not shards:
        return run_shards(read_shard, run.pk, source.entries, workers)
    # Here, since the workers of the queue come back to this module.
    from .queued_workers import queued_workers

    run.seeded = True
    run.save()
    return done_by(queued_workers(run, "folder", shards), run.pk, source.entries)


def read_shard(shard: Shard) -> ShardResult:
    """Read and store one shard of a folder, and judge it if the run has rules. Done twice, it stores nothing twice."""
    run = Run.objects.select_related("site").get(pk=shard.run_id)
    reading = _Reading(run, shard)
    for place, entry in enumerate(shard.items):
        reading.read(place, entry)
    try:
        reading.store()
    except IntegrityError:  # Another worker, thought to be dead, stored the same meanwhile.
        reading.store()
    return ShardResult(len(shard.items), reading.skipped)


class _Reading:
    """What becomes of the entries of one shard."""

    def __init__(self, run: Run, shard: Shard) -> None:
        self.pages: list[ReadPage] = []
        self.same: list[tuple[KnownPage, Validators]] = []
        self.skipped: list[dict[str, str]] = []
        self._run = run
        self._urls = [entry.url for entry in shard.items]
        self._analysis = Analysis(run)
        self._unparsed = shard.unparsed
        self._known = earlier_run(run).pages(self._urls)

    def read(self, place: int, entry: Entry) -> None:
        known = self._known.get(entry.url)
        etag = folder.etag(entry)
        if known and etag and etag == known.validators.etag:
            self.same.append((known, known.validators))
            return
        try:
            document = folder.read(entry)
        except SourceError as error:
            self.skipped.append({"file": entry.file, "reason": str(error)})
            return
        now = validators(document, etag)
        if known and now.source_hash == known.validators.source_hash:
            self.same.append((known, now))
            return
        page = self._analysis.page(document, place, self._unparsed.get(place, ""), now)
        self.pages.append(page)
        if page.facts.unparsed:
            self.skipped.append({"file": entry.file, "reason": f"was not parsed: {page.facts.unparsed}"})

    def store(self) -> None:
        """Store everything that is not there yet, or nothing."""
        with transaction.atomic():
            there = stored_hashes(self._run, self._urls)
            same = [(known, now) for known, now in self.same if known.url_hash not in there]
            store_pages(self._run, [page for page in self.pages if text.content_hash(page.facts.url) not in there])
            copy_pages(self._run, same)
