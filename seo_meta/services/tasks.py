"""The queue of Django Tasks, which says when a job is to be done. What it is, and what became of it, is in its row."""

from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks.exceptions import TaskResultDoesNotExist

from seo_meta.models import Job


@task()
def work_on(job: int) -> None:
    # Here, since a server that only puts work into the queue needs none of it.
    from .do_job import do_job

    do_job(job)


def enqueue(job: Job) -> None:
    """Have a worker do the job; where settings have no worker, it is done when this returns. Twice does no harm."""
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now())
    result = work_on.enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(task=result.id)


def is_waiting(job: Job) -> bool:
    """Whether a worker will come upon the job."""
    if not default_task_backend.supports_get_result:
        return False
    try:
        return bool(work_on.get_result(job.task).status == TaskResultStatus.READY)
    except TaskResultDoesNotExist:
        return False


def forget(job: Job, reason: str) -> None:
    """Mark the task of a job whose worker died as failed, for the queue to be cleared of."""
    if not default_task_backend.supports_get_result:
        return
    try:
        result = work_on.get_result(job.task)
    except TaskResultDoesNotExist:
        return
    row = getattr(result, "db_result", None)
    if row is not None and result.status == TaskResultStatus.RUNNING:
        row.set_failed(RuntimeError(reason))
