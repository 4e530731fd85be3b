"""Jobs and runs whose process died: begun again where that makes sense, else marked as failed. Nothing stays stuck."""

from datetime import timedelta

from django.utils import timezone

from seo_meta.errors import CancelledError, RunError
from seo_meta.lock import taken
from seo_meta.models import Job, Run

from .job_progress import DIED, lock_of
from .progress import READING
from .runs import RESUMABLE, UNDER_WAY, end_run, resumable
from .tasks import enqueue, forget, is_waiting

SILENT = timedelta(seconds=15)
"""After that it is looked into whether a process is still at work; the lock of the job tells, not the time."""
TRIES = 2
"""Of a job that gets no further."""


def sweep() -> None:
    """See to what nobody is at work on. Any process may, at any time."""
    now = timezone.now()
    for job in Job.objects.filter(state__in=Job.UNFINISHED, beat_at__lt=now - SILENT).order_by("pk"):
        with taken(lock_of(job.pk)) as ours:
            again = ours and _is_to_do(job)
        if again:
            enqueue(job)
    lost = Run.objects.filter(UNDER_WAY, started_at__lt=now - RESUMABLE)
    for run in lost.exclude(jobs__in=Job.objects.filter(state__in=Job.UNFINISHED)):
        end_run(run.pk, RunError(DIED))


def _is_to_do(job: Job) -> bool:
    """Whether a job that no process is at work on goes into the queue. Ends those that do not, and are not there."""
    job = Job.objects.select_related("run").get(pk=job.pk)
    if job.state not in Job.UNFINISHED or (job.state == Job.State.QUEUED and is_waiting(job.task)):
        return False
    forget(job, DIED)
    if job.cancelled_by:
        _end(job, Job.State.CANCELLED, CancelledError(f"cancelled by {job.cancelled_by}"))
        return False
    if not job.order and resumable(job.run):
        # The command may be given again: the run stays as it is.
        _close(job, Job.State.FAILED, f"{DIED}; the same command goes on with it")
        return False
    tries = 0 if _read_on(job) else job.tries
    if not job.order or tries >= TRIES or not _may_begin_again(job.run):
        _end(job, Job.State.FAILED, RunError(DIED))
        return False
    again = {"state": Job.State.QUEUED, "tries": tries, "reason": f"{DIED}; begun again"}
    return bool(Job.objects.filter(pk=job.pk).update(**again))


def _read_on(job: Job) -> bool:
    """Whether pages were read since the job was begun last: it is not what kills its workers."""
    return job.stage == READING and job.done > 0


def _may_begin_again(run: Run) -> bool:
    """Whether nothing would be stored twice: proposals are replaced, and a crawl goes on from its frontier."""
    begun = run.state != Run.State.QUEUED and (run.seeded or run.read_pages.exists())
    return not begun or run.state == Run.State.DONE or resumable(run)


def _end(job: Job, state: Job.State, error: Exception) -> None:
    _close(job, state, str(error))
    end_run(job.run_id, error)


def _close(job: Job, state: Job.State, reason: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, reason=reason, finished_at=timezone.now())
