"""What comes out of the queue of Django Tasks, done in this process, one task after the other."""

import logging
from typing import Any, Protocol

from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from seo_meta.errors import ConfigError

log = logging.getLogger(__name__)
IN_REDIS = "RQBackend"
LONGEST_WAIT = 5
"""Seconds between two attempts to reach a queue that is away."""


class QueueWorker(Protocol):
    """`drain` does what waits, and comes back. After `stop` it begins nothing more."""

    def drain(self) -> None: ...

    def stop(self) -> None: ...


def queue_worker() -> QueueWorker:
    """Raises ConfigError when settings have no queue."""
    backend: Any = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    if isinstance(backend, DatabaseBackend):
        return InDatabase()
    if type(backend).__name__ == IN_REDIS:
        return InRedis()
    raise ConfigError("These settings do at once what is ordered (TASKS), so there is nothing for a worker.")


class InDatabase:
    """In place of the command db_worker, which does not come back from an empty queue, and ends with the task in hand
    however long that takes."""

    def __init__(self) -> None:
        self._worker = Worker(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            worker_id=get_random_string(32),
            interval=1.0,
            batch=True,
            max_tasks=None,
            startup_delay=False,
        )

    def drain(self) -> None:
        self._worker.run()

    def stop(self) -> None:
        self._worker.running = False


class InRedis:
    """In place of the command rqworker, for the same reasons. Tasks are done in this process: a page that breaks it is
    in one of its own anyway (`services.workers`)."""

    def __init__(self) -> None:
        # Here, since only installations with Redis have them.
        import django_rq
        from django_tasks_rq import Job
        from redis.exceptions import RedisError
        from rq import SimpleWorker

        class OurWorker(SimpleWorker):  # type: ignore[misc]
            max_connection_wait_time = LONGEST_WAIT

            def _install_signal_handlers(self) -> None:
                """Ours put the task in hand back; theirs would wait for its end."""

        self._away: type[Exception] = RedisError
        self._worker: Any = django_rq.get_worker(
            DEFAULT_TASK_QUEUE_NAME, job_class=Job, worker_class=OurWorker, name=get_random_string(32)
        )

    def drain(self) -> None:
        try:
            self._worker.work(burst=True, logging_level="WARNING")
        except self._away as error:
            log.warning("the queue cannot be reached: %s", type(error).__name__)

    def stop(self) -> None:
        self._worker._stop_requested = True
