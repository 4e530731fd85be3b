"""What services tell of long work."""

from typing import Protocol

from seo_meta.models import Run

READING = "Reading"
"""The stage in which pages are read."""


class Progress(Protocol):
    """Told of long work by the services; the commands draw it, and a row of the database keeps it.

    Each call may raise CancelledError: somebody wants the work to end.
    """

    def about(self, run: Run) -> None:
        """The run that the work is about, told as soon as it is known."""
        ...

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...

    def note(self, text: str) -> None:
        """A few words beside the count, each time in place of the last: "310 waiting, 2 errors"."""
        ...
