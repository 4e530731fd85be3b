"""Politeness without a clock: who is asked when."""

from seo_meta.core.host_turns import HostTurns

A, B = "https://a.example/", "https://b.example/"


def taken(turns: HostTurns, now: float) -> list[str]:
    """All that may be asked at once."""
    return list(iter(lambda: turns.take(now), None))


def test_a_host_is_asked_one_thing_at_a_time_while_others_are_asked_too() -> None:
    turns = HostTurns([f"{A}1", f"{A}2", f"{B}1"], 10, pause=1)
    assert taken(turns, 0) == [f"{A}1", f"{B}1"]
    assert turns.wait(5) is None


def test_between_two_requests_to_a_host_there_is_a_pause() -> None:
    turns = HostTurns([f"{A}1", f"{A}2"], 10, pause=1)
    turns.done(turns.take(0), 5)
    assert turns.take(5.5) is None
    assert turns.wait(5.5) == 0.5
    assert turns.take(6) == f"{A}2"


def test_ports_and_schemes_are_one_host() -> None:
    assert taken(HostTurns(["http://a.example/", "https://a.example:8443/"], 10, pause=1), 0) == ["http://a.example/"]


def test_no_more_is_asked_than_the_budget_allows() -> None:
    turns = HostTurns([f"{A}1", f"{B}1", f"{A}2"], 2, pause=0)
    for url in taken(turns, 0):
        turns.done(url, 0)
    assert taken(turns, 10) == []


def test_what_a_closed_host_leaves_of_the_budget_goes_to_others() -> None:
    turns = HostTurns([f"{A}1", f"{A}2", f"{A}3", f"{B}1", f"{A}4", f"{B}2"], 3, pause=0)
    turns.done(turns.take(0), 0)
    turns.close("a.example")
    first = turns.take(0)
    turns.done(first, 0)
    assert [first, *taken(turns, 0)] == [f"{B}1", f"{B}2"]


def test_a_host_may_be_closed_while_it_is_asked_and_while_it_waits() -> None:
    turns = HostTurns([f"{A}1", f"{A}2", f"{B}1"], 10, pause=1)
    assert turns.take(0) == f"{A}1"
    for host in ("a.example", "b.example"):
        turns.close(host)
    turns.done(f"{A}1", 0)
    assert taken(turns, 5) == []
    assert turns.wait(5) is None


def test_a_pause_holds_for_links_that_are_planned_later() -> None:
    turns = HostTurns([f"{B}1", f"{A}1", f"{A}2", f"{B}2"], 3, pause=1)
    taken(turns, 0)
    turns.done(f"{B}1", 0.5)
    turns.close("a.example")
    assert turns.take(1) is None
    assert turns.take(1.5) == f"{B}2"
