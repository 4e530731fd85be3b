"""The small forms of `make chaos`: audits that are killed lose and double nothing, nor do those
that several workers share; edits tear no file."""

import shutil
from importlib.util import find_spec

import pytest
from django.db import connection

from tests.process import python

KILLS = 6


def test_an_audit_that_is_killed_again_and_again_ends_as_one_that_is_not(measured) -> None:
    done = python("benchmarks/crawl_kills.py", "--kills", str(KILLS), "--seed", "20261123", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    measured(done.stdout.splitlines()[-1])


def test_edits_that_are_killed_leave_whole_files_and_a_database_that_tells_the_truth(measured) -> None:
    done = python("benchmarks/apply_kills.py", "--kills", str(KILLS), "--seed", "20261123", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    measured(done.stdout.splitlines()[-1])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is on one machine; set TEST_DATABASE_URL")
@pytest.mark.parametrize("queue", ["database", "redis"])
def test_workers_who_are_killed_and_lose_their_broker_share_a_run_and_say_the_same(queue, measured) -> None:
    if queue == "redis" and not (find_spec("django_tasks_rq") and shutil.which("redis-server")):
        pytest.skip("needs redis-server and requirements/redis.txt")
    small = ("--pages", "150", "--kills", "2", "--cut", "3", "--workers", "--seed", "20261123")
    done = python("benchmarks/scale_out.py", *small, "--queue", queue, "--server", server(), timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    measured(done.stdout.splitlines()[-1])


def server() -> str:
    settings = connection.settings_dict
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgresql://{settings['USER']}{password}@{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}"
