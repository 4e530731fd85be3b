"""Long work on the terminal: a bar where somebody watches, plain lines in a log."""

from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

LINE_EVERY_SECONDS = 10


class TerminalProgress:
    """A bar for each stage. Draws on `stream`, usually stderr, so that stdout stays for results."""

    def __init__(self, stream: TextIO) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=Console(file=stream), transient=True)
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._bars.stop()

    def start(self, stage: str, total: int | None) -> None:
        # Only now, since worker processes are forked before the drawing thread may start.
        self._bars.start()
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(stage, total=total)

    def advance(self, count: int) -> None:
        if self._task is not None:
            self._bars.advance(self._task, count)


class LineProgress:
    """A line when a stage starts, and one every ten seconds while it lasts."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._stage = ""
        self._total: int | None = None
        self._done = 0
        self._said = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass

    def start(self, stage: str, total: int | None) -> None:
        self._stage, self._total, self._done, self._said = stage, total, 0, monotonic()
        self._write(f"{stage}" + (f": {total} in all" if total else ""))

    def advance(self, count: int) -> None:
        self._done += count
        if monotonic() - self._said >= LINE_EVERY_SECONDS:
            self._said = monotonic()
            self._write(f"{self._stage}: {self._done}" + (f" of {self._total}" if self._total else ""))

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()


def progress_on(stream: TextIO) -> TerminalProgress | LineProgress:
    return TerminalProgress(stream) if stream.isatty() else LineProgress(stream)
