"""The small forms of `make load`: many at once on a real server."""

import os
import shutil

import pytest

from tests.process import python
from tests.small_forms import hold

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
DATABASES = [
    pytest.param((), id="sqlite"),
    pytest.param(
        ("--database", POSTGRESQL),
        id="postgresql",
        marks=pytest.mark.skipif(not POSTGRESQL.startswith("postgres"), reason="needs a TEST_DATABASE_URL"),
    ),
]


@pytest.mark.parametrize("database", DATABASES)
def test_every_proposal_is_approved_exactly_once_however_many_reviewers_try(
    database: tuple[str, ...], measured
) -> None:
    hold("approvals.py", "--clients", "10", "--each", "20", *database, measured=measured)


def test_no_request_for_the_screen_of_the_review_fails_while_many_ask(measured) -> None:
    if not shutil.which("wrk") and os.environ.get("CI") != "true":
        pytest.skip("needs wrk: apt-get install wrk")
    done = python("benchmarks/server_load.py", "examples/site", "--seconds", "6", "--only", "review", timeout=300)
    # After so short a time memory says nothing yet, and decides over the exit code.
    assert " 0 refused, 0 broken" in done.stdout, done.stdout + done.stderr
    measured(done.stdout.strip())
