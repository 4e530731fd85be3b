"""The small form of `make kills`: audits that are killed lose and double nothing, edits tear no file."""

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
