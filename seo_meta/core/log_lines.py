"""A log that no text can forge."""

import logging
from types import TracebackType

from .defang import plain

MARGIN = "    "
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogLines(logging.Formatter):
    """One record is one line. Only the lines of a traceback follow it, each behind a margin where no record begins."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        return plain(super().formatMessage(record))

    def formatException(self, ei: ExcInfo) -> str:
        return _below(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        return _below(super().formatStack(stack_info))


def _below(text: str) -> str:
    return "\n".join(MARGIN + plain(line) for line in text.split("\n"))
