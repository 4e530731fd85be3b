"""The read stage: a source becomes a run with its pages, judged on the way when rules are asked for."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import msgspec
from django.db.models import Q
from django.utils import timezone

from seo_meta import __version__
from seo_meta.config import SiteConfig
from seo_meta.core import urls
from seo_meta.core.audit import page_rules
from seo_meta.core.scope import Scope
from seo_meta.core.waivers import Waiver
from seo_meta.errors import RunError
from seo_meta.fetch.reach import Reach
from seo_meta.lock import exclusive
from seo_meta.models import Job, Page, Run, Site
from seo_meta.sources.folder import UNKNOWN_BASE_URL, FolderSource

from .crawl_options import CrawlOptions
from .job_progress import INTERRUPTED
from .progress import Progress
from .read_folder import read_folder, read_site_files
from .runs import RESUMABLE, UNDER_WAY, end_run, resumable
from .store import page_outcomes


class Reading(msgspec.Struct, frozen=True):
    """What to read, and the options that the commands share: a folder, an http(s) URL, or a file with URLs."""

    source: str
    config: SiteConfig = SiteConfig()
    options: CrawlOptions = CrawlOptions()
    reach: Reach = Reach()
    workers: int = 0
    waivers: tuple[Waiver, ...] = ()
    shards: int = 0
    """Above 0 the workers of the queue read the run together, so many shards at once, in place of `workers`."""
    ordered: int | None = None
    """The id of the run to fill, in place of a new one."""

    @property
    def is_live(self) -> bool:
        return urls.is_http(self.source) or Path(self.source).is_file()


@contextmanager
def reading_run(reading: Reading, progress: Progress, *, audit: bool) -> Iterator[Run]:
    """A run whose pages are read, and with `audit` judged by the page rules. While the block lasts no other run of the
    site begins; left by an exception, the run is marked as failed, with the reason.

    A crawl of a live site that died goes on. Raises SourceError when there is nothing to read, RunError when another
    run of the site is going on.
    """
    with _live_run(reading, progress, audit) if reading.is_live else _folder_run(reading, progress, audit) as run:
        run.pages = Page.objects.filter(run=run).count()
        run.reused = Page.objects.filter(run=run, unchanged=True).count()
        run.outcomes = page_outcomes(run)
        run.state = Run.State.READ
        run.save()
        yield run


@contextmanager
def _folder_run(reading: Reading, progress: Progress, audit: bool) -> Iterator[Run]:
    config = reading.config
    scope = Scope(config.include, config.exclude)
    source = FolderSource(Path(reading.source), config.base_url, scope, reading.options.max_pages)
    # Folders of which nobody knows where they will be served are no one site.
    with exclusive(source.base_url if source.base_url != UNKNOWN_BASE_URL else str(source.root)):
        run = _begun_folder(reading) or _new_run(source.base_url, reading, Run.Kind.FOLDER, audit)
        with _failing(run):
            progress.about(run)
            if run.state == Run.State.RUNNING:
                read_site_files(run, source)
                read_folder(run, source, progress, reading.workers, reading.shards)
            yield run


@contextmanager
def _live_run(reading: Reading, progress: Progress, audit: bool) -> Iterator[Run]:
    # Here, since httpx takes a tenth of a second to import and most runs are of folders.
    from seo_meta.sources.http import HttpSource

    from .read_site import read_site
    from .seed import last_good_robots, seed

    with ExitStack() as held:
        start = _lock_name(reading.source)
        held.enter_context(exclusive(start))
        reach, options = reading.reach, reading.options
        known = _unfinished(reading, audit)
        source = known.site if known else HttpSource(reading.source, reach, options.delay, last_good_robots)
        if source.base_url != start:
            held.enter_context(exclusive(source.base_url))
        run = known or _new_run(source.base_url, reading, Run.Kind.HTTP, audit)
        with _failing(run):
            progress.about(run)
            first = None
            if isinstance(source, HttpSource):
                seed(run, source, options)
                first = source.first
            if run.state == Run.State.RUNNING:
                shared = reading.shards > 0
                read_site(run, reach, options, progress, reading.workers, first, shared=shared)
            yield run


def _begun_folder(reading: Reading) -> Run | None:
    """The run of the order that another worker began to split and died over."""
    if reading.ordered is None:
        return None
    return Run.objects.filter(pk=reading.ordered, seeded=True).select_related("site").first()


def _lock_name(source: str) -> str:
    """The site that a start belongs to, unless it moved."""
    return urls.join(source, "/") or source if urls.is_http(source) else str(Path(source).resolve())


def _unfinished(reading: Reading, audit: bool) -> Run | None:
    """The crawl that the same order or command began and that died, if it is of today."""
    if reading.ordered is not None:
        run = Run.objects.select_related("site").get(pk=reading.ordered)
        if run.seeded and not resumable(run):
            raise RunError("The crawl was begun a day ago, or by another version of SiteAgent. Order it again.")
        return run if run.seeded else None
    since = timezone.now() - RESUMABLE
    begun = Run.objects.filter(UNDER_WAY, source=reading.source, kind=Run.Kind.HTTP, seeded=True)
    # An order is gone on with by a worker.
    begun = begun.exclude(jobs__in=Job.objects.filter(state__in=Job.UNFINISHED).exclude(order={}))
    runs = begun.filter(started_at__gt=since, version=__version__).select_related("site")
    wanted = _policy(reading), _page_rules(audit), msgspec.to_builtins(reading.options)
    for run in runs.order_by("-pk"):
        options = {name: run.options.get(name) for name in CrawlOptions.__struct_fields__}
        if (run.policy, run.page_rules, options) == wanted:
            return run
    return None


def _new_run(base_url: str, reading: Reading, kind: Run.Kind, audit: bool) -> Run:
    """The caller holds the lock, so runs of the site that seem to go on died."""
    site, _ = Site.objects.get_or_create(base_url=base_url)
    dead = Run.objects.filter(~Q(pk=reading.ordered), UNDER_WAY, site=site)
    if base_url == UNKNOWN_BASE_URL:
        dead = dead.filter(source=reading.source)
    dead.update(state=Run.State.FAILED, stop_reason="the process ended before the run did")
    run = Run() if reading.ordered is None else Run.objects.get(pk=reading.ordered)
    guessed = run.site_id
    run.site, run.source, run.kind, run.state = site, reading.source, kind, Run.State.RUNNING
    run.policy, run.options = _policy(reading), msgspec.to_builtins(reading.options)
    run.page_rules, run.version, run.started_at = _page_rules(audit), __version__, timezone.now()
    run.save()
    # An order cannot know where its start will lead.
    Site.objects.filter(pk=guessed, runs=None, search_stats=None, proposals=None).delete()
    return run


def _policy(reading: Reading) -> dict[str, Any]:
    policy = msgspec.to_builtins(msgspec.structs.replace(reading.config.policy(), waivers=reading.waivers))
    policy["off"].sort()
    # As the database will hand it out again.
    return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(policy)))


def _page_rules(audit: bool) -> dict[str, int]:
    return {rule.id: rule.version for rule in page_rules} if audit else {}


@contextmanager
def _failing(run: Run) -> Iterator[None]:
    """Left by an exception, the run is marked as failed; the crawl of a live site that is interrupted may go on."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, INTERRUPTED) and run.seeded:
            raise
        end_run(run.pk, error)
        raise
