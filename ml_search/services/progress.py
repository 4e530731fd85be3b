"""What services tell of long work; commands draw it."""

from typing import Protocol


class Progress(Protocol):
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...
