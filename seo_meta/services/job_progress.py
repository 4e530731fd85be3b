"""What long work tells of itself, kept in the row of its job; and how it learns that somebody wants it to end."""

import logging
from contextlib import ExitStack
from time import monotonic
from types import TracebackType
from typing import Self

from django.db import connection
from django.utils import timezone

from seo_meta.core.defang import plain
from seo_meta.core.log_context import JOB, RUN
from seo_meta.errors import CancelledError, RunError, SeoMetaError
from seo_meta.lock import exclusive, taken
from seo_meta.models import Job, Run

from .progress import Progress

BEAT_SECONDS = 1.0
"""How often the row is written at most, and a wish to cancel read."""
DIED = "the process ended before the work did"
INTERRUPTED = (KeyboardInterrupt, SystemExit)

logger = logging.getLogger("seo_meta.jobs")


class JobProgress:
    """Tells `watcher`, and the row of a job: the one given, or one that it makes for the run that the work is about.

    As a context it closes the job: done, or failed with the reason of the exception. A job whose worker is told to
    stop is left as it is.
    """

    def __init__(
        self, watcher: Progress | None = None, job: Job | None = None, kind: Job.Kind = Job.Kind.AUDIT
    ) -> None:
        self._watcher = watcher
        self._job = job
        self._kind = kind
        self._told = 0.0
        self._stage: dict[str, str | int | None] = {}
        self._done = 0
        self._note = ""
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self._outside = RUN.get(), JOB.get()
        if self._job:
            _log_for(self._job)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._held:
            if self._job and not (self._job.order and isinstance(error, SystemExit)):
                self._close(self._job, error)
        RUN.set(self._outside[0])
        JOB.set(self._outside[1])

    def about(self, run: Run) -> None:
        if self._watcher:
            self._watcher.about(run)
        if self._job is None:
            _require_idle(run)
            self._job = Job.objects.create(run=run, kind=self._kind, beat_at=timezone.now())
            self._held.enter_context(exclusive(lock_of(self._job.pk)))
            _log_for(self._job)

    def start(self, stage: str, total: int | None) -> None:
        if self._watcher:
            self._watcher.start(stage, total)
        self._stage, self._done, self._note = {"stage": stage, "total": total}, 0, ""
        logger.info("%s", stage if total is None else f"{stage}: {total}")
        self._beat()

    def advance(self, count: int) -> None:
        if self._watcher:
            self._watcher.advance(count)
        self._done += count
        self._beat_if_due()

    def note(self, text: str) -> None:
        if self._watcher:
            self._watcher.note(text)
        self._note = text
        self._beat_if_due()

    def _beat_if_due(self) -> None:
        if monotonic() - self._told >= BEAT_SECONDS:
            self._beat()

    def _beat(self) -> None:
        if self._job is None:
            return
        self._told = monotonic()
        rows = Job.objects.filter(pk=self._job.pk)
        # Written inside a transaction, nobody would see it before the end, and a wish to cancel would have to wait.
        if not connection.in_atomic_block:
            rows.update(**self._told_so_far(), beat_at=timezone.now())
        if who := rows.values_list("cancelled_by", flat=True).first():
            raise CancelledError(f"cancelled by {who}")

    def _close(self, job: Job, error: BaseException | None) -> None:
        state, reason = Job.State.DONE, ""
        if error is not None:
            cancelled = isinstance(error, CancelledError)
            state, reason = Job.State.CANCELLED if cancelled else Job.State.FAILED, reason_of(error)
        now = timezone.now()
        ended = {"state": state, "reason": reason, "beat_at": now, "finished_at": now}
        Job.objects.filter(pk=job.pk).update(**self._told_so_far(), **ended)
        _log_end(job, state, error)

    def _told_so_far(self) -> dict[str, str | int | None]:
        return {**self._stage, "done": self._done, "note": self._note[:200]}


def _log_for(job: Job) -> None:
    """What is logged from here on is about this job."""
    RUN.set(job.run_id)
    JOB.set(job.pk)
    logger.info("The %s begins", job.get_kind_display().lower())


def _log_end(job: Job, state: Job.State, error: BaseException | None) -> None:
    """Of an error that is none of ours only the kind: its text may quote a page, and the row has it."""
    level = logging.WARNING if state == Job.State.FAILED else logging.INFO
    reason = f": {reason_of(error) if isinstance(error, SeoMetaError) else type(error).__name__}" if error else ""
    logger.log(level, "%s", plain(f"The {job.get_kind_display().lower()} is {state.value}{reason}"))


def _require_idle(run: Run) -> None:
    """Raises RunError while other work on the run waits or goes on. Work whose process died is over."""
    for job in run.jobs.filter(state__in=Job.UNFINISHED):
        with taken(lock_of(job.pk)) as ours:
            if not ours or job.state == Job.State.QUEUED:
                raise RunError(f"Other work on run {run.pk} is under way. Wait for it to end, or cancel it.")
            Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, reason=DIED, finished_at=timezone.now())


def reason_of(error: BaseException) -> str:
    """What a row says of an exception. Errors for the user explain themselves."""
    if isinstance(error, INTERRUPTED):
        return "interrupted"
    return (str(error) if isinstance(error, SeoMetaError) else f"{type(error).__name__}: {error}")[:300]


def lock_of(job: int) -> str:
    """The lock that the process at work on the job of that id holds, and that so tells whether there is one."""
    return f"job {job}"
