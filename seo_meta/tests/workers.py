"""Real worker processes on the database of the tests."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

from django.db import connection
from django.utils import timezone

from seo_meta.models import Job, Run
from seo_meta.services.sweep import SILENT
from seo_meta.tests.loopback import Loopback

ROOT = Path(__file__).parents[2]


def host_of(site: Loopback) -> str:
    return site.url.removeprefix("http://").rstrip("/")


@contextmanager
def worker(
    site: Loopback | None, *arguments: str, command: tuple[str, ...] = ("seo_worker",), **more: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, or another command, on the database of the tests; it is killed when the block is left."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
        "DATABASE_URL": database_url(),
        "SITEAGENT_PRIVATE_HOSTS": host_of(site) if site else "",
        "SITEAGENT_WORKERS": "1",
        "PATH": os.environ["PATH"],
        **more,
    }
    line = [sys.executable, "manage.py", *command, *arguments]
    with subprocess.Popen(line, cwd=ROOT, env=variables, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    place = f"{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}"
    return f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{place}/{settings['NAME']}"


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    until = monotonic() + seconds
    while not what():
        assert monotonic() < until, list(Job.objects.values())
        sleep(0.1)


def is_over(run: Run) -> bool:
    return not run.jobs.filter(state__in=Job.UNFINISHED).exists()


def pretend_silence() -> None:
    """As if nothing had been heard of the jobs for long enough to look into it."""
    Job.objects.update(beat_at=timezone.now() - SILENT - timedelta(seconds=1))
