"""Runs that are not over: which of them may go on, and how they end."""

from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from seo_meta import __version__
from seo_meta.errors import CancelledError
from seo_meta.models import QueuedShard, Run

from .job_progress import reason_of

RESUMABLE = timedelta(hours=24)
"""After that robots.txt must be read again (RFC 9309, section 2.4), so a crawl begins anew."""
UNDER_WAY = Q(state=Run.State.RUNNING) | (Q(state=Run.State.READ) & ~Q(page_rules={}))
"""Runs that nobody ended: being read, or read and yet to be judged as a whole site."""
UNENDED = (Run.State.QUEUED, Run.State.RUNNING, Run.State.READ)


def resumable(run: Run) -> bool:
    """Whether the run may go on where it stopped, should it have died: the crawl of a live site, and what is split."""
    fresh = run.started_at > timezone.now() - RESUMABLE and run.version == __version__
    return run.seeded and fresh


def end_run(id: int, error: BaseException) -> None:
    """Mark a run that is not over as failed, or as cancelled."""
    cancelled = isinstance(error, CancelledError)
    state, reason = Run.State.CANCELLED if cancelled else Run.State.FAILED, reason_of(error)
    # The database may be what failed; the first error is the one to tell.
    with suppress(DatabaseError):
        Run.objects.filter(pk=id, state__in=UNENDED).update(state=state, stop_reason=reason, finished_at=timezone.now())
        QueuedShard.objects.filter(run=id).delete()
