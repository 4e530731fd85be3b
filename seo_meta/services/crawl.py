"""The read stage: a source becomes a run with its pages, judged on the way when rules are asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec
from django.db import DatabaseError, transaction

from seo_meta import __version__
from seo_meta.config import SiteConfig
from seo_meta.core import urls
from seo_meta.core.audit import audit_page, page_rules
from seo_meta.core.extract import extract
from seo_meta.core.findings import Finding
from seo_meta.core.policy import PagePolicies
from seo_meta.core.scope import Scope
from seo_meta.core.site import target_key
from seo_meta.core.types import Document, Ignore, PageFacts
from seo_meta.core.waivers import Waiver
from seo_meta.errors import SourceError
from seo_meta.fetch.guard import PUBLIC_ONLY, Access, place_of
from seo_meta.models import Run, Site, SitemapEntry
from seo_meta.models.bulk import insert_rows
from seo_meta.sources import folder
from seo_meta.sources.folder import Entry, FolderSource

from .shards import ShardResult, run_shards
from .store import outcome_table, store_pages

if TYPE_CHECKING:
    from seo_meta.sources.http import HttpSource

SITEMAP_BATCH = 5_000


class Progress(Protocol):
    """Told of long work by the services; the commands draw it."""

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


class Reading(msgspec.Struct, frozen=True):
    """What to read: a folder or an http(s) URL, and the options that the commands share."""

    source: str
    config: SiteConfig = SiteConfig()
    limit: int | None = None
    workers: int = 1
    waivers: tuple[Waiver, ...] = ()
    allow_private: bool = False
    """Whether the URL may lie at a private address, on the host and port that it names."""


def open_source(reading: Reading) -> "FolderSource | HttpSource":
    """The folder or site to read. Raises SourceError when there is nothing to read; nothing is stored yet."""
    config = reading.config
    scope = Scope(config.include, config.exclude)
    if urls.is_http(reading.source):
        # Here, since httpx takes a tenth of a second to import and most runs are of folders.
        from seo_meta.sources.http import HttpSource

        return HttpSource(reading.source, scope, reading.limit, access=_access(reading))
    return FolderSource(Path(reading.source), config.base_url, scope, reading.limit)


def _access(reading: Reading) -> Access:
    """Whoever names a port means it; a private address takes one word more."""
    try:
        named = frozenset([place_of(reading.source)])
    except ValueError:
        return PUBLIC_ONLY
    return Access(hosts=named, private_hosts=named if reading.allow_private else frozenset())


@contextmanager
def new_run(reading: Reading, source: "FolderSource | HttpSource") -> Iterator[Run]:
    """A run of this source; when the block is left by an exception the run is marked as failed, with the reason."""
    site, _ = Site.objects.get_or_create(base_url=source.base_url)
    kind = Run.Kind.FOLDER if isinstance(source, FolderSource) else Run.Kind.HTTP
    policy = msgspec.to_builtins(msgspec.structs.replace(reading.config.policy(), waivers=reading.waivers))
    policy["off"].sort()
    run = Run.objects.create(site=site, source=reading.source, kind=kind, policy=policy, version=__version__)
    try:
        yield run
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}"[:300]
        # The database may be what failed; the first error is the one to tell.
        with suppress(DatabaseError):
            Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, stop_reason=reason)
        raise


def read_source(
    run: Run, source: "FolderSource | HttpSource", progress: Progress, *, audit: bool, workers: int = 1
) -> dict[str, tuple[Ignore, ...]]:
    """Read every page of the source into the run; with `audit` each is judged by the page rules in the same pass.

    Returns what pages want ignored, by URL.
    """
    _read_site_files(run, source)
    if isinstance(source, FolderSource):
        results = _read_folder(run, source, progress, audit, workers)
    else:
        results = _read_http(run, source, progress, audit)
    outcomes: Counter[tuple[str, str]] = Counter()
    ignores: dict[str, tuple[Ignore, ...]] = {}
    for result in results:
        run.pages += result.pages
        outcomes.update(result.outcomes)
        ignores |= result.ignores
        progress.advance(result.pages + len(result.skipped))
    run.skipped = source.skipped
    run.filtered = source.filtered
    run.complete = source.complete
    run.stop_reason = source.stop_reason
    run.outcomes = outcome_table(outcomes)
    run.state = Run.State.READ
    run.save()
    return ignores


def _read_site_files(run: Run, source: "FolderSource | HttpSource") -> None:
    """robots.txt, llms.txt and the sitemaps, whose entries stream into the database."""
    rows = ((run.pk, *entry) for entry in source.sitemap_entries)
    while batch := list(islice(rows, SITEMAP_BATCH)):
        with transaction.atomic():
            insert_rows(SitemapEntry, ("run_id", "sitemap", "url", "lastmod"), batch)
    run.robots = msgspec.to_builtins(source.robots)
    run.llms = msgspec.to_builtins(source.llms)
    run.sitemaps = msgspec.to_builtins(source.sitemaps)


def _read_folder(
    run: Run, source: FolderSource, progress: Progress, audit: bool, workers: int
) -> Iterator[ShardResult]:
    run.files = b"".join(sorted({target_key(url, clean_urls=True) for url in source.files}))
    results = run_shards(read_and_audit_shard if audit else read_shard, run.pk, source.entries, workers)
    progress.start("Reading", len(source.entries))
    for result in results:
        source.skipped += result.skipped
        yield result


def _read_http(run: Run, source: "HttpSource", progress: Progress, audit: bool) -> Iterator[ShardResult]:
    progress.start("Reading", None)
    for document in source.documents():
        facts = extract(document, read_on=run.started_at.date().isoformat())
        source.add_links(anchor.url for anchor in facts.anchors if anchor.url and "nofollow" not in anchor.rel)
        yield store_judged(run, [facts], audit=audit)


def read_shard(run_id: int, entries: Sequence[Entry]) -> ShardResult:
    """Read and store one shard of a folder, without judging it."""
    return _folder_shard(run_id, entries, audit=False)


def read_and_audit_shard(run_id: int, entries: Sequence[Entry]) -> ShardResult:
    """Read, judge and store one shard of a folder."""
    return _folder_shard(run_id, entries, audit=True)


def _folder_shard(run_id: int, entries: Sequence[Entry], *, audit: bool) -> ShardResult:
    run = Run.objects.select_related("site").get(pk=run_id)
    skipped: list[dict[str, str]] = []
    documents = _readable(entries, skipped)
    today = run.started_at.date().isoformat()
    pages = [extract(document, clean_urls=True, read_on=today) for document in documents]
    result = store_judged(run, pages, audit=audit)
    result.skipped += skipped
    return result


def _readable(entries: Iterable[Entry], skipped: list[dict[str, str]]) -> Iterator[Document]:
    """The documents of the entries; what cannot be read is added to `skipped`."""
    for entry in entries:
        try:
            yield folder.read(entry)
        except SourceError as error:
            skipped.append({"file": entry.file, "reason": str(error)})


def store_judged(run: Run, pages: Sequence[PageFacts], *, audit: bool) -> ShardResult:
    """Store pages, with `audit` also what the page rules say of them."""
    result = ShardResult(len(pages), Counter(), [], {facts.url: facts.ignores for facts in pages if facts.ignores})
    if not audit:
        store_pages(run, [(facts, ()) for facts in pages])
        return result
    policies = PagePolicies(run.read_policy(), run.site.base_url)
    rules = tuple(page_rules)
    judged: list[tuple[PageFacts, Sequence[Finding]]] = []
    for facts in pages:
        verdicts = audit_page(facts, rules, policies.of(facts.url, facts.file, facts.lang))
        result.outcomes.update(verdicts.outcomes)
        judged.append((facts, verdicts.findings))
    store_pages(run, judged)
    return result
