"""What a worker does with a job."""

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from seo_meta.config import load_config, load_waivers
from seo_meta.errors import RunError, SeoMetaError
from seo_meta.lock import taken
from seo_meta.models import Job, Run

from .crawl import Reading
from .job_progress import JobProgress, lock_of
from .order_run import AuditOrder, ProposalOrder
from .pipeline import audit_and_propose, propose_for
from .progress import Progress
from .propose import Wish, propose
from .reach import reach_for
from .runs import UNENDED, end_run


def do_job(id: int) -> None:
    """Do a job that waits; nothing when it was cancelled, or is done by another. What the user can mend is in its row
    afterwards, and any other error raised too."""
    with taken(lock_of(id)) as ours:
        job = _claimed(id) if ours else None
        if job is None:
            return
        try:
            with JobProgress(job=job) as progress:
                WORK[Job.Kind(job.kind)](job, progress)
        except SystemExit:  # A worker is told to stop, and knows so.
            _put_back(job)
        except BaseException as error:
            end_run(job.run_id, error)
            if not isinstance(error, SeoMetaError):
                raise


def _claimed(id: int) -> Job | None:
    waiting = Job.objects.filter(pk=id, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.RUNNING, tries=F("tries") + 1, beat_at=timezone.now()):
        return None
    return Job.objects.select_related("run__site").get(pk=id)


def _put_back(job: Job) -> None:
    """For the next worker: that this one was told to stop is no fault of the job."""
    # It may have been told so in the middle of a query.
    connection.close()
    job.run.refresh_from_db()
    if job.run.state in (*UNENDED, Run.State.DONE):
        Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, tries=F("tries") - 1, task="")
    else:
        ended = {"state": Job.State.FAILED, "reason": "the worker was stopped", "finished_at": timezone.now()}
        Job.objects.filter(pk=job.pk).update(**ended)


def _audit(job: Job, progress: Progress) -> None:
    run, order = job.run, msgspec.convert(job.order, AuditOrder)
    if run.state not in (*UNENDED, Run.State.DONE):
        raise RunError(run.stop_reason)
    config = msgspec.structs.replace(load_config(None), proposals=order.proposals)
    reading = Reading(
        order.source,
        config,
        order.options,
        reach_for(order.source),
        settings.SITEAGENT_WORKERS,
        load_waivers(None),
        settings.SITEAGENT_SHARDS,
        run.pk,
    )
    if run.state == Run.State.DONE:  # The worker before died over the proposals.
        propose_for(run, reading, progress)
        return
    Run.objects.filter(pk=run.pk, state=Run.State.QUEUED).update(state=Run.State.RUNNING)
    audit_and_propose(reading, progress)
    run.shards.all().delete()


def _propose(job: Job, progress: Progress) -> None:
    order = msgspec.convert(job.order, ProposalOrder)
    reach, workers = reach_for(job.run.source), settings.SITEAGENT_WORKERS
    propose(job.run, Wish(order.fields, order.generator, order.limit, reach, workers), progress)


WORK = {Job.Kind.AUDIT: _audit, Job.Kind.PROPOSE: _propose}
