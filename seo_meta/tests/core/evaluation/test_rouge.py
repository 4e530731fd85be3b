import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.evaluation.rouge import rouge_l, visible_share


@pytest.mark.parametrize(
    ("value", "reference", "expected"),
    [
        ("beans roast slowly", "beans roast slowly", 1.0),
        ("Beans, roast: SLOWLY!", "beans roast slowly", 1.0),
        ("beans cool slowly", "beans roast slowly", 4 / 6),
        ("slowly roast beans", "beans roast slowly", 2 / 6),
        ("豆を焼く", "豆を煮る", 4 / 8),
        ("зёрна жарят", "зёрна варят", 2 / 4),
        ("beans", "", 0.0),
        ("", "beans", 0.0),
    ],
)
def test_rouge_counts_the_words_that_stand_in_the_same_order(value: str, reference: str, expected: float) -> None:
    assert rouge_l(value, reference) == pytest.approx(expected)


@given(st.text(max_size=60), st.text(max_size=60))
def test_rouge_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= rouge_l(one, other) == rouge_l(other, one) <= 1


def test_a_reference_is_visible_as_far_as_its_pairs_of_words_are() -> None:
    page = "Our roastery buys beans. It roasts them on Mondays."
    assert visible_share("Our roastery buys beans", page) == 1
    assert visible_share("Our roastery sells beans", page) == pytest.approx(1 / 3)
    assert visible_share("beans", page) == 0
