"""The small forms of `make chaos`: audits that are killed lose and double nothing, nor do those
that several workers share; edits tear no file."""

import shutil
from importlib.util import find_spec

import pytest
from django.db import connection

from tests.small_forms import hold, server

KILLS = 6


def test_an_audit_that_is_killed_again_and_again_ends_as_one_that_is_not(measured) -> None:
    hold("crawl_kills.py", "--kills", str(KILLS), "--seed", "20261123", measured=measured)


def test_edits_that_are_killed_leave_whole_files_and_a_database_that_tells_the_truth(measured) -> None:
    hold("apply_kills.py", "--kills", str(KILLS), "--seed", "20261123", measured=measured)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is on one machine; set TEST_DATABASE_URL")
@pytest.mark.parametrize("queue", ["database", "redis"])
def test_workers_who_are_killed_and_lose_their_broker_share_a_run_and_say_the_same(queue, measured) -> None:
    if queue == "redis" and not (find_spec("django_tasks_rq") and shutil.which("redis-server")):
        pytest.skip("needs redis-server and requirements/redis.txt")
    small = ("--pages", "150", "--kills", "2", "--cut", "3", "--workers", "--seed", "20261123")
    hold("scale_out.py", *small, "--queue", queue, "--server", server(), measured=measured)
