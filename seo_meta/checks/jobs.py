from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.utils import timezone

from seo_meta.lock import taken
from seo_meta.models import Job
from seo_meta.services.job_progress import lock_of

WAITS = timedelta(minutes=5)
HANGS = timedelta(minutes=30)
"""A rule about the whole of a large site, and a language model, may be silent for minutes."""


@register("installation", Tags.database, deploy=True)
def check_worker(**kwargs: Any) -> Sequence[CheckMessage]:
    """No order waits for a worker."""
    now = timezone.now()
    waiting = Job.objects.filter(state=Job.State.QUEUED, beat_at__lt=now - WAITS).order_by("beat_at")
    try:
        oldest = waiting.first()
        count = waiting.count()
    except DatabaseError:
        return []
    # A worker that is busy with something else is there, and comes to them.
    if (
        oldest is None
        or Job.objects.filter(state=Job.State.RUNNING, beat_at__gt=now - WAITS).exclude(order={}).exists()
    ):
        return []
    return [
        CheckWarning(
            f"{count} orders wait, the first since {oldest.beat_at:%Y-%m-%d %H:%M} UTC, and no worker takes them.",
            hint="Start one: python manage.py seo_worker",
            id="seo_meta.W205",
        )
    ]


@register("installation", Tags.database, deploy=True)
def check_jobs(**kwargs: Any) -> Sequence[CheckMessage]:
    """No work hangs, and none was left behind by a process that died."""
    try:
        silent = list(Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=timezone.now() - HANGS).order_by("pk"))
        return [_silent(job) for job in silent]
    except DatabaseError:
        return []


def _silent(job: Job) -> CheckMessage:
    since = f"Job {job.pk} (run {job.run_id}) was not heard of since {job.beat_at:%Y-%m-%d %H:%M} UTC"
    with taken(lock_of(job.pk)) as ours:
        if ours:
            problem, hint = "its process died", "Have it seen to: python manage.py seo_worker --batch"
            return CheckWarning(f"{since}: {problem}.", hint=hint, id="seo_meta.W206")
    hint = (
        f"Cancel run {job.run_id} in the admin or over the API; else end the process, and the next worker sees to it."
    )
    return CheckWarning(f"{since}, in {job.stage or 'its first stage'!r}: it hangs.", hint=hint, id="seo_meta.W207")
