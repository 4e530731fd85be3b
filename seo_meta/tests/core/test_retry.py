import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.retry import MAX_TRIES, MAX_WAIT, is_retryable, wait_seconds
from seo_meta.tests.vectors import shared

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def http_date(seconds: float) -> str:
    return (NOW + timedelta(seconds=seconds)).strftime("%a, %d %b %Y %H:%M:%S GMT")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("1", 1),
        ("0", 0),
        (" 7 ", 7),
        ("60", 60),
        ("61", 60),
        ("99999999999", 60),
        ("9" * 5000, 60),
        (http_date(5), 5),
        (http_date(5).replace("GMT", "-0000"), 5),
        (http_date(3600), 60),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 60),
    ],
)
def test_retry_after_is_kept_up_to_a_minute(said, seconds):
    assert wait_seconds(1, said, NOW, jitter=0.5) == seconds


NONSENSE = ["-5", "nonsense", "", None, "1.5", "٣", "Mon, 01 Jan 99999999999999 00:00:00 GMT"]


@pytest.mark.parametrize("said", [*NONSENSE, http_date(-1), "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_what_makes_no_sense_or_is_past_counts_as_nothing(said):
    assert wait_seconds(2, said, NOW, jitter=0.5) == 1


def test_the_wait_doubles_up_to_a_minute_and_is_spread_over_all_of_it():
    assert [wait_seconds(attempt, None, NOW, jitter=1) for attempt in (1, 2, 3, 4, 7, 900)] == [1, 2, 4, 8, 60, 60]
    assert wait_seconds(3, None, NOW, jitter=0.25) == 1
    assert wait_seconds(3, None, NOW, jitter=0) == 0


@given(st.text(alphabet="0123456789:,+- MonJanGMT\0é٣"), st.integers(1, MAX_TRIES))
def test_whatever_a_server_says_the_wait_is_bounded(said, attempt):
    assert 0 <= wait_seconds(attempt, said, NOW, jitter=1) <= MAX_WAIT


def test_answers_that_the_vectors_call_retryable():
    cases = json.loads(shared("vectors/http/hostile_responses.json").read_text())
    retries = [case for case in cases if case["expect"] == "retry"]
    assert len(retries) == 15
    for case in retries:
        assert is_retryable(case["status"]), case
        assert 0 <= wait_seconds(1, case["retry_after"], NOW, jitter=1) <= MAX_WAIT, case


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 410, 501, 505, 999])
def test_other_answers_stay_what_they_are(status):
    assert not is_retryable(status)
