"""A log that no text can forge, as lines for people or as JSON for machines, and in which no secret stands."""

import json
import logging
from collections.abc import Collection
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

from .defang import plain
from .redact import Redactor

MARGIN = "    "
CONTEXT = ("request_id", "run_id", "job_id")
"""What filters put on a record: on whose behalf it was written. Left out where it is empty."""
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class LogLines(logging.Formatter):
    """One record is one line. Only the lines of a traceback follow it, each behind a margin where no record begins."""

    def __init__(self, format: str, style: Literal["%", "{", "$"] = "{", secrets: Collection[str] = ()) -> None:
        super().__init__(format, style=style)
        self._redact = Redactor(secrets)

    def formatMessage(self, record: logging.LogRecord) -> str:
        return plain(self._redact(super().formatMessage(record)))

    def formatException(self, ei: ExcInfo) -> str:
        return self._below(super().formatException(ei))

    def formatStack(self, stack_info: str) -> str:
        return self._below(super().formatStack(stack_info))

    def _below(self, text: str) -> str:
        return "\n".join(MARGIN + plain(line) for line in self._redact(text).split("\n"))


class JsonLines(logging.Formatter):
    """One record is one line with one object in ASCII: time (RFC 3339, UTC), level, logger, message, CONTEXT, what the
    record has in `fields`, and a traceback as `exception`."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__()
        self._redact = Redactor(secrets)

    def format(self, record: logging.LogRecord) -> str:
        written = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {
            "time": written.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name in CONTEXT if (value := getattr(record, name, None)) is not None},
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            fields["stack"] = self.formatStack(record.stack_info)
        shown = {name: self._redact(value) if isinstance(value, str) else value for name, value in fields.items()}
        return json.dumps(shown, default=str)
