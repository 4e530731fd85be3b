"""Long work on the terminal: a bar where somebody watches, plain lines in a log."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from seo_meta.models import Job, Run
from seo_meta.services.job_progress import JobProgress

LINE_EVERY_SECONDS = 10
REDRAW_SECONDS = 0.1


class TerminalProgress:
    """A bar for each stage. Draws on `stream`, usually stderr, so that stdout stays for results.

    Without a thread that draws: a worker that is forked beside one may inherit its locks.
    """

    def __init__(self, stream: TextIO) -> None:
        columns = (
            *(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()),
            TextColumn("{task.fields[speed]}{task.fields[note]}"),
        )
        self._bars = Progress(*columns, console=Console(file=stream), transient=True, auto_refresh=False)
        self._task: TaskID | None = None
        self._count = _Count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def about(self, run: Run) -> None: ...

    def start(self, stage: str, total: int | None) -> None:
        self._bars.start()
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._count = _Count()
        self._task = self._bars.add_task(stage, total=total, speed="", note="")
        self._bars.refresh()

    def advance(self, count: int) -> None:
        if self._task is None:
            return
        self._count.add(count)
        self._bars.update(self._task, advance=count, speed=self._count.speed)
        if self._count.is_due(REDRAW_SECONDS):
            self._bars.refresh()

    def note(self, text: str) -> None:
        if self._task is not None:
            self._bars.update(self._task, note=f", {text}")


class LineProgress:
    """A line when a stage starts, and one every ten seconds while it lasts."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._total: int | None = None
        self._note = ""
        self._count = _Count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass

    def about(self, run: Run) -> None: ...

    def start(self, stage: str, total: int | None) -> None:
        self._stage, self._total, self._note, self._count = stage, total, "", _Count()
        self._write(f"{stage}" + (f": {total} in all" if total else ""))

    def advance(self, count: int) -> None:
        self._count.add(count)
        if self._count.is_due(LINE_EVERY_SECONDS):
            of = f" of {self._total}" if self._total else ""
            self._write(f"{self._stage}: {self._count.done}{of}, {self._count.speed}{self._note}")

    def note(self, text: str) -> None:
        self._note = f", {text}"

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()


class _Count:
    """How much is done of a stage, and how fast."""

    def __init__(self) -> None:
        self.done = 0
        self._begin = self._told = monotonic()

    def add(self, count: int) -> None:
        self.done += count

    @property
    def speed(self) -> str:
        seconds = monotonic() - self._begin
        return f"{self.done / seconds:,.0f}/s" if seconds > 0 else ""

    def is_due(self, seconds: float) -> bool:
        """Whether so long has passed since it last was."""
        due = monotonic() - self._told >= seconds
        if due:
            self._told = monotonic()
        return due


@contextmanager
def watched(stream: TextIO, kind: Job.Kind = Job.Kind.AUDIT) -> Iterator[JobProgress]:
    """Progress that is drawn on `stream` and kept in the database, for others to see and to cancel the work."""
    with progress_on(stream) as drawn, JobProgress(drawn, kind=kind) as progress:
        yield progress


def progress_on(stream: TextIO) -> TerminalProgress | LineProgress:
    return TerminalProgress(stream) if stream.isatty() else LineProgress(stream)
