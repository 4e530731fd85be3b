"""The queue of Django Tasks, which says when something is to be done. What it is, and what became of it, is in rows of
ours: a task that comes twice, late or never does no harm."""

import logging
from typing import Any

from django.db import DatabaseError
from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks.exceptions import TaskResultDoesNotExist

from seo_meta.models import Job, QueuedShard

log = logging.getLogger(__name__)
AWAY = object()


@task()
def work_on(job: int) -> None:
    # Here, since a server that only puts work into the queue needs none of it.
    from .do_job import do_job

    do_job(job)


@task()
def work_on_shard(shard: int) -> None:
    """Do a shard that waits, and then others of its run."""
    from .shard_hand import lend_a_hand

    row = QueuedShard.objects.filter(pk=shard, state=QueuedShard.State.WAITING).select_related("run__site").first()
    if row is not None:
        lend_a_hand(row.run, row.kind)


def enqueue(job: Job) -> None:
    """Have a worker do the job; where settings have no worker, it is done when this returns. Twice does no harm."""
    Job.objects.filter(pk=job.pk).update(beat_at=timezone.now())
    if task := _enqueued(work_on, job.pk):
        Job.objects.filter(pk=job.pk).update(task=task)


def enqueue_shard(shard: QueuedShard) -> None:
    """Have a worker do the shard. Twice does no harm."""
    QueuedShard.objects.filter(pk=shard.pk).update(queued_at=timezone.now())
    if task := _enqueued(work_on_shard, shard.pk):
        QueuedShard.objects.filter(pk=shard.pk).update(task=task)


def is_waiting(id: str) -> bool:
    """Whether a worker will come upon the task of that id; True while nobody can tell."""
    result = _result_of(id)
    return result is AWAY or (result is not None and result.status == TaskResultStatus.READY)


def forget(job: Job, reason: str) -> None:
    """Mark the task of a job whose worker died as failed, for the queue to be cleared of."""
    result = _result_of(job.task)
    row = getattr(result, "db_result", None)
    if row is not None and result.status == TaskResultStatus.RUNNING:
        row.set_failed(RuntimeError(reason))


def _enqueued(task: Any, id: int) -> str:
    """The id of the new task; empty while the queue is away, and then what waits in our rows is found there later."""
    try:
        return str(task.enqueue(id).id)
    except Exception as error:
        _require_away(error)
        return ""


def _result_of(id: str) -> Any:
    """The task of that id, None when there is none, AWAY when the queue cannot be asked."""
    if not default_task_backend.supports_get_result:
        return None
    try:
        return default_task_backend.get_result(id)
    except TaskResultDoesNotExist:
        return None
    except Exception as error:
        _require_away(error)
        return AWAY


def _require_away(error: Exception) -> None:
    """Raises the error when it is the database's, without which nothing goes; each broker has errors of its own."""
    if isinstance(error, DatabaseError):
        raise error
    log.warning("the queue cannot be reached: %s", type(error).__name__)
