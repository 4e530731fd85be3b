import signal
from time import sleep
from types import FrameType
from typing import Any

from django.core.management import CommandParser
from django.db import close_old_connections

from seo_meta.management.command import SeoCommand
from seo_meta.services.queue_worker import queue_worker
from seo_meta.services.sweep import sweep

INTERVAL = 1.0
"""Seconds between two looks at an empty queue."""


class Command(SeoCommand):
    help = "Do what the API and the admin order, and see to work whose process died. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="do what waits, then end")

    def run(self, **options: Any) -> None:
        worker = queue_worker()
        stopped = False

        def stop(number: int, frame: FrameType | None) -> None:
            """Put back what is in hand, which may take long."""
            nonlocal stopped
            stopped = True
            worker.stop()
            raise SystemExit(0)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        while not stopped:
            close_old_connections()
            sweep()
            worker.drain()
            if options["batch"]:
                return
            sleep(INTERVAL)
