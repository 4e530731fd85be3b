"""What an answer says of another site's address, for how long, and when several make it broken."""

from datetime import UTC, datetime, timedelta

import pytest

from seo_meta.core.answers import AnswerClass, classify
from seo_meta.core.external_links import Answer, Strikes, count_strike, is_fresh, read_answer
from seo_meta.core.site import MAX_OUTBOUND, outbound
from seo_meta.tests.factories import BASE, facts_of

NIGHT = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
A, B, C = (f"https://other.example/{name}" for name in "abc")


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *((200, "ok"), (404, "client-error"), (410, "client-error"), (451, "client-error"), (500, "server-error")),
        *((401, "blocked"), (403, "blocked"), (999, "blocked"), (408, "timeout")),
    ],
)
def test_doors_and_walls_are_no_broken_links(status: int, answer: str) -> None:
    assert read_answer(status, classify(status, {}), (), A).answer == answer


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ([301], B),
        ([308, 301], C),
        ([301, 302], B),
        ([302], ""),
        ([302, 301], ""),
    ],
)
def test_an_address_has_moved_as_far_as_its_redirects_are_permanent(hops: list[int], moved_to: str) -> None:
    redirects = tuple(zip((A, B), hops, strict=False))
    found = read_answer(200, AnswerClass.OK, redirects, (A, B, C)[len(hops)])
    assert (found.answer, found.status, found.moved_to) == ("redirect", hops[0], moved_to)


def test_a_redirect_to_nothing_is_broken_and_has_not_moved() -> None:
    assert read_answer(404, AnswerClass.CLIENT_ERROR, ((A, 301),), B) == Answer(AnswerClass.CLIENT_ERROR, 404)


@pytest.mark.parametrize("answer", ["ok", "redirect", "blocked", "refused"])
def test_what_will_hardly_change_is_fresh_for_a_week(answer: str) -> None:
    known = Answer(AnswerClass(answer), 200)
    assert is_fresh(known, 7 * DAY - HOUR)
    assert not is_fresh(known, 7 * DAY)


@pytest.mark.parametrize("answer", ["server-error", "timeout", "failed"])
def test_what_may_pass_is_fresh_for_an_hour(answer: str) -> None:
    known = Answer(AnswerClass(answer))
    assert is_fresh(known, HOUR / 2)
    assert not is_fresh(known, HOUR)


def test_a_client_error_is_asked_for_again_in_the_next_night_and_not_before() -> None:
    known = Answer(AnswerClass.CLIENT_ERROR, 404)
    assert is_fresh(known, DAY / 2)
    assert not is_fresh(known, DAY - HOUR)


def test_too_many_requests_is_soon_asked_again() -> None:
    assert not is_fresh(read_answer(429, classify(429, {}), (), A), HOUR)


def strikes_after(*checks: tuple[str, timedelta]) -> int:
    """Of (answer, time since the check before)."""
    strikes, now = Strikes(), NIGHT
    for answer, pause in checks:
        now += pause
        strikes = count_strike(strikes, AnswerClass(answer), now)
    return strikes.count


def test_broken_nights_in_a_row_are_strikes() -> None:
    assert strikes_after(("client-error", DAY), ("failed", DAY), ("client-error", DAY)) == 3


def test_checks_within_half_a_day_are_one_strike_however_many_there_are() -> None:
    assert strikes_after(*[("failed", HOUR)] * 12) == 1
    assert strikes_after(*[("failed", HOUR)] * 13) == 2


@pytest.mark.parametrize("answer", ["ok", "redirect"])
def test_an_address_that_answers_again_has_no_strikes(answer: str) -> None:
    assert strikes_after(("client-error", DAY), ("client-error", DAY), (answer, DAY)) == 0


@pytest.mark.parametrize("answer", ["timeout", "server-error", "blocked", "refused"])
def test_what_does_not_tell_leaves_the_strikes_as_they_were(answer: str) -> None:
    assert strikes_after((answer, DAY)) == 0
    assert strikes_after(("client-error", DAY), (answer, DAY), ("client-error", DAY)) == 2


def test_distinct_addresses_outside_the_site_are_kept_without_fragment() -> None:
    page = facts_of(
        f'<a href="{A}#x">1</a><a href="{A}#y">2</a><a href="//other.example/b">3</a><a href="/tea">4</a>'
        '<a href="mailto:a@other.example">5</a><a href="https://ann:secret@other.example/">6</a><a href="">7</a>'
    )
    assert outbound(page, BASE) == (A, B)


def test_addresses_without_end_are_cut() -> None:
    links = "".join(f'<a href="https://other.example/{number}">x</a>' for number in range(MAX_OUTBOUND + 5))
    long = f'<a href="https://other.example/{"x" * 3000}">x</a>'
    kept = outbound(facts_of(long + links), BASE)
    assert kept[0] == "https://other.example/0"
    assert len(kept) == MAX_OUTBOUND
