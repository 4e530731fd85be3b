"""Benchmarks that leave with exit code 1 when an aim is missed, run small."""

from collections.abc import Callable

from django.db import connection

from tests.process import python


def hold(script: str, *arguments: str, measured: Callable[[str], None]) -> None:
    """Run a script of `benchmarks`, and pass on its rows for the table of measurements."""
    done = python(f"benchmarks/{script}", *arguments, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert rows, done.stdout
    for row in rows:
        measured(row)


def server() -> str:
    """The URL of the PostgreSQL server of the tests, without a database."""
    settings = connection.settings_dict
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgresql://{settings['USER']}{password}@{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}"
