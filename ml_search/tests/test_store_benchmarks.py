"""The small forms of `benchmarks/index_kills.py` and `benchmarks/vector_recall.py`."""

from tests.process import python

KILLS = 6


def test_readers_notice_nothing_of_writers_that_are_killed() -> None:
    done = python("benchmarks/index_kills.py", "--kills", str(KILLS), "--seed", "20261123", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"killed {KILLS} times" in done.stdout


def test_the_stores_find_enough_of_the_nearest() -> None:
    done = python("benchmarks/vector_recall.py", "3000", "--queries", "30", "--exact-up-to", "1000", timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "30 of 30 full" in done.stdout
    assert "base shared" in done.stdout
