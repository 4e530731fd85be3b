"""The small form of `benchmarks/approvals.py`: reviewers on a real server, some after the same proposals."""

import os

import pytest

from tests.process import python

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
    done = python("benchmarks/approvals.py", "--clients", "10", "--each", "20", *database, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    for line in done.stdout.splitlines():
        measured(line.strip())
