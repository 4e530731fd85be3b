"""Work that somebody orders through the API or the admin, and that a worker does."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import ada_url
import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from seo_meta import __version__
from seo_meta.core import urls
from seo_meta.core.propose import Field
from seo_meta.errors import CancelledError, OrderError, OverError, UnderWayError
from seo_meta.fetch.guard import RefusedError, UnknownHostError, place_of, targets
from seo_meta.models import Job, Run, Site
from seo_meta.selectors import site_of_source
from seo_meta.sources.folder import UNKNOWN_BASE_URL

from .crawl_options import CrawlOptions
from .reach import reach_for
from .runs import end_run
from .sweep import sweep
from .tasks import enqueue


class AuditOrder(msgspec.Struct, frozen=True):
    """Read and judge a site, then make proposals for up to so many of its pages."""

    source: str
    options: CrawlOptions = CrawlOptions()
    proposals: int = 0


class ProposalOrder(msgspec.Struct, frozen=True):
    """As `services.propose.Wish`."""

    fields: tuple[Field, ...] = ()
    limit: int | None = None
    generator: str = ""


def order_audit(order: AuditOrder, by: str) -> Run:
    """A run that waits for a worker; where there is none by the settings, a run that is over.

    Raises OrderError for a source that an order may not name, UnderWayError while the site is being worked on.
    """
    if urls.is_http(order.source):
        _require_reachable(order.source)
    else:
        order = msgspec.structs.replace(order, source=str(_allowed_folder(order.source)))
    sweep()
    with transaction.atomic():
        site = site_of_source(order.source)
        site, _ = Site.objects.get_or_create(base_url=site.base_url)
        _require_idle(site, order.source)
        run = Run.objects.create(
            site=site,
            source=order.source,
            kind=Run.Kind.HTTP if urls.is_http(order.source) else Run.Kind.FOLDER,
            state=Run.State.QUEUED,
            options=msgspec.to_builtins(order.options),
            version=__version__,
        )
        job = _new_job(run, Job.Kind.AUDIT, order, by)
    enqueue(job)
    run.refresh_from_db()
    return run


def order_proposals(run: Run, order: ProposalOrder, by: str) -> Job:
    """Have proposals made for a stored run.

    Raises OverError for a run that was not judged to its end, OrderError for a generator that there is not,
    UnderWayError while the site is being worked on.
    """
    # Here, since the generators take a tenth of a second to import.
    from .propose import generator_ids

    if run.state != Run.State.DONE:
        raise OverError(f"Run {run.pk} was not judged to its end, it is {run.state}. Order another.")
    if order.generator and order.generator not in generator_ids():
        raise OrderError(f"There is no generator {order.generator!r}. There are: {', '.join(generator_ids())}.")
    sweep()
    with transaction.atomic():
        _require_idle(run.site, run.source)
        job = _new_job(run, Job.Kind.PROPOSE, order, by)
    enqueue(job)
    job.refresh_from_db()
    return job


def cancel_run(run: Run, by: str) -> None:
    """End the work on a run: at once while it waits, within seconds when a process is at it.

    Raises OverError when nothing is under way.
    """
    jobs = run.jobs.filter(state__in=Job.UNFINISHED)
    reason = CancelledError(f"cancelled by {by}")
    with transaction.atomic():
        waiting = {"state": Job.State.CANCELLED, "reason": str(reason), "finished_at": timezone.now()}
        if jobs.filter(state=Job.State.QUEUED).update(**waiting, cancelled_by=by):
            end_run(run.pk, reason)
        elif not jobs.update(cancelled_by=by):
            raise OverError(f"Nothing is under way for run {run.pk}, so there is nothing to cancel.")
    sweep()


def _new_job(run: Run, kind: Job.Kind, order: Any, by: str) -> Job:
    values = msgspec.to_builtins(order)
    return Job.objects.create(
        run=run, kind=kind, state=Job.State.QUEUED, order=values, requested_by=by, beat_at=timezone.now()
    )


def _require_reachable(source: str) -> None:
    """Raises OrderError for a URL that is refused by its name, port or literal address; the rest shows at the work."""
    try:
        place, parsed = place_of(source), ada_url.URL(source)
    except ValueError:
        raise OrderError(f"{source!r} is no URL.") from None
    if parsed.username or parsed.password:
        raise OrderError("The URL holds a password, which everybody who sees the run would read. Leave it out.")
    host, _, port = place.rpartition(":")
    try:
        with suppress(UnknownHostError):
            targets(host.strip("[]"), int(port), reach_for(source).access, _resolve_nothing)
    except RefusedError as error:
        raise OrderError(
            f"{place} may not be read: {error}. The operator of this server can allow it in SITEAGENT_PRIVATE_HOSTS."
        ) from None


def _resolve_nothing(host: str, port: int) -> list[str]:
    return []


def _allowed_folder(source: str) -> Path:
    """Raises OrderError, the same whether the folder is there or not: nobody is to learn what this machine holds."""
    folder = Path(source).resolve()
    roots = (Path(root).resolve() for root in settings.SITEAGENT_FOLDERS)
    if "\0" not in source and any(folder.is_relative_to(root) for root in roots) and folder.is_dir():
        return folder
    raise OrderError(
        f"{source!r} is no http(s) URL and no folder that may be read. The operator of this server names those in "
        "SITEAGENT_FOLDERS."
    )


def _require_idle(site: Site, source: str) -> None:
    """Two orders at once wait for each other here."""
    site = Site.objects.select_for_update().get(pk=site.pk)
    # Folders of which nobody knows where they will be served are no one site.
    same = Q(run__source=source) if site.base_url == UNKNOWN_BASE_URL else Q(run__site=site)
    if busy := Job.objects.filter(same, state__in=Job.UNFINISHED).first():
        raise UnderWayError(
            f"Run {busy.run_id} of {source} is going on. Wait for it to end, or cancel it.", busy.run_id
        )
