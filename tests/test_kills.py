"""The small form of `make kills`: audits of a live site that are killed lose nothing and double nothing."""

from tests.process import python

KILLS = 6


def test_an_audit_that_is_killed_again_and_again_ends_as_one_that_is_not(measured) -> None:
    done = python("benchmarks/crawl_kills.py", "--kills", str(KILLS), "--seed", "20261123", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    measured(done.stdout.splitlines()[-1])
