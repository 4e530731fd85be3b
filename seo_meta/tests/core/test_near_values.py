from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.near_values import THRESHOLD, NearValues
from seo_meta.core.words.terms import terms


def test_values_that_share_more_than_four_fifths_of_their_words_are_near() -> None:
    values = NearValues([("a", "One two three four five six")])
    assert values.near("b", "six five four three two one!") == "One two three four five six"
    assert values.near("b", "one two three four five seven") == ""


def test_a_value_that_was_added_later_is_found_too() -> None:
    values = NearValues([("a", "Coffee in Leeds"), ("b", "")])
    values.add("c", "Tea in York")
    assert values.near("d", "Tea in York") == "Tea in York"
    assert values.near("c", "Tea in York") == ""


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8).map(" ".join)


@given(st.lists(WORDS, max_size=12), st.lists(WORDS, max_size=4), WORDS)
def test_the_index_finds_what_comparing_with_every_value_finds(known: list[str], later: list[str], wanted: str) -> None:
    values = NearValues((f"/{place}", value) for place, value in enumerate(known))
    for place, value in enumerate(later):
        values.add(f"/later/{place}", value)
    words = {*terms(wanted)}
    near = [value for value in known + later if len(words & {*terms(value)}) > THRESHOLD * len(words | {*terms(value)})]
    assert values.near("/new", wanted) == (near[0] if near else "")
