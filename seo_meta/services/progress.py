"""What services tell of long work."""

from typing import Protocol


class Progress(Protocol):
    """Told of long work by the services; the commands draw it."""

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...

    def note(self, text: str) -> None:
        """A few words beside the count, each time in place of the last: "310 waiting, 2 errors"."""
        ...
