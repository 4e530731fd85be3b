import signal
from time import sleep
from types import FrameType
from typing import Any

from django.core.management import CommandParser
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from seo_meta.errors import ConfigError
from seo_meta.management.command import SeoCommand
from seo_meta.services.sweep import sweep

INTERVAL = 1.0
"""Seconds between two looks at an empty queue."""


class Command(SeoCommand):
    help = "Do what the API and the admin order, and see to work whose process died. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="do what waits, then end")

    def run(self, **options: Any) -> None:
        if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
            raise ConfigError("These settings do at once what is ordered (TASKS), so there is nothing for a worker.")
        worker = _worker()
        while worker.running:
            close_old_connections()
            sweep()
            worker.run()
            if options["batch"]:
                return
            sleep(INTERVAL)


def _worker() -> Worker:
    """In place of the command db_worker, which does not come back from an empty queue, and ends with the job in hand
    however long that takes. SIGTERM and Ctrl-C put the job back instead."""
    worker = Worker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        excluded_queue_names=[],
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        worker_id=get_random_string(32),
        interval=INTERVAL,
        batch=True,
        max_tasks=None,
        startup_delay=False,
    )

    def stop(number: int, frame: FrameType | None) -> None:
        worker.running = False
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return worker
