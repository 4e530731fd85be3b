import pytest

from ml_search.core.typos import Vocabulary

COUNTS = {
    "configuration": 9, "installation": 5, "instillation": 1, "receive": 20, "bread": 3, "tread": 30, "cat": 50,
    "hotel": 4, "hovel": 7, "größe": 2, "検索": 5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("confguration", "configuration"),
        ("cofniguration", "configuration"),
        ("konfigurration", "configuration"),
        ("recieve", "receive"),
        ("hoteel", "hotel"),
        ("gröse", "größe"),
    ],
)
def test_the_nearest_word_is_meant(typed: str, meant: str) -> None:
    assert Vocabulary(COUNTS).nearest(typed) == meant


def test_of_words_as_near_the_first_letter_decides_and_then_how_frequent_they_are() -> None:
    vocabulary = Vocabulary(COUNTS)
    assert vocabulary.nearest("breed") == "bread"
    assert vocabulary.nearest("bredd") == "bread"
    assert vocabulary.nearest("holel") == "hovel"
    assert vocabulary.nearest("instollation") == "installation"


@pytest.mark.parametrize("typed", ["cta", "brd", "breadcrumb", "rceeve", "x86", "検策", ""])
def test_a_short_or_distant_word_is_left_alone(typed: str) -> None:
    assert Vocabulary(COUNTS).nearest(typed) is None


def test_a_word_that_stands_somewhere_is_only_corrected_to_a_more_frequent_one() -> None:
    vocabulary = Vocabulary(COUNTS)
    assert vocabulary.nearest("instillation", above=1) == "installation"
    assert vocabulary.nearest("installation", above=5) is None
