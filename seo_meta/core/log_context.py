"""Which run and job a record of the log is about."""

import logging
from contextvars import ContextVar

RUN: ContextVar[int | None] = ContextVar("run", default=None)
JOB: ContextVar[int | None] = ContextVar("job", default=None)
"""Ids. Worker processes inherit them where processes are forked."""


class WorkFilter(logging.Filter):
    """Puts both on every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.run_id, record.job_id = RUN.get(), JOB.get()
        return True
