import random

import pytest

from seo_meta.core import text
from seo_meta.core.text import EMPTY_BIN, SIGNATURE_BINS
from seo_meta.core.topics.near_duplicates import BUCKET, clusters, similarity

VOCABULARY = [f"word{number}" for number in range(2_000)]


def words(seed: int, count: int = 300) -> list[str]:
    return random.Random(seed).choices(VOCABULARY, k=count)  # noqa: S311 - the same words every time


def altered(original: list[str], places: int) -> list[str]:
    """The same words but for so many, spread evenly."""
    changed = list(original)
    for place in range(places):
        changed[place * len(original) // places] = f"other{place}"
    return changed


def signature(of: list[str]) -> str:
    return text.signature(" ".join(of))


def hexed(places: list[int]) -> str:
    return "".join(f"{place:08x}" for place in places)


def test_altered_copies_are_put_together_and_other_texts_left_alone() -> None:
    items = [(1, signature(words(1))), (2, signature(words(2))), (3, signature(altered(words(1), 2)))]
    assert clusters(items, 0.9) == [[1, 3]]


@pytest.mark.parametrize(("changed", "expected"), [(0, 1.0), (2, 0.96), (10, 0.82), (40, 0.44)])
def test_the_similarity_of_two_texts_is_that_of_their_passages(changed: int, expected: float) -> None:
    found = similarity(signature(words(1)), signature(altered(words(1), changed)))
    assert found == pytest.approx(expected, abs=0.13)


def test_a_text_without_a_signature_is_like_none() -> None:
    assert similarity("", signature(words(1))) == similarity("", "") == 0


def test_a_text_that_half_was_rewritten_is_not_the_same() -> None:
    assert clusters([(1, signature(words(1))), (2, signature(altered(words(1), 40)))], 0.9) == []


@pytest.mark.parametrize(("different", "together"), [(6, True), (7, False)])
def test_the_threshold_is_the_share_of_equal_places(different: int, together: bool) -> None:
    one = list(range(1, SIGNATURE_BINS + 1))
    other = [place + 1_000 if place <= different else place for place in one]
    assert bool(clusters([(1, hexed(one)), (2, hexed(other))], 0.9)) == together


@pytest.mark.parametrize(("different", "together"), [(2, True), (3, False)])
def test_places_that_are_empty_in_both_do_not_count(different: int, together: bool) -> None:
    filled = 20
    one = list(range(1, filled + 1)) + [EMPTY_BIN] * (SIGNATURE_BINS - filled)
    other = [place + 1_000 if place <= different else place for place in one]
    assert bool(clusters([(1, hexed(one)), (2, hexed(other))], 0.9)) == together


def test_places_that_differ_only_in_their_highest_or_lowest_bit_differ() -> None:
    one = [0] * SIGNATURE_BINS
    for bit in (0, 31):
        other = [1 << bit] * 7 + [0] * (SIGNATURE_BINS - 7)
        assert clusters([(1, hexed(one)), (2, hexed(other))], 0.9) == []
        assert clusters([(1, hexed(one)), (2, hexed(other))], 57 / 64) == [[1, 2]]


def test_texts_are_put_together_through_others() -> None:
    first = words(1)
    second = altered(first, 2)
    third = altered(second[1:] + second[:1], 2)
    items = [(10, signature(first)), (20, signature(second)), (30, signature(third)), (40, signature(words(9)))]
    assert clusters(items, 0.8) == [[10, 20, 30]]


def test_short_texts_are_found_too() -> None:
    line = "we roast every batch of beans by hand in small drums and at low heat and let it rest for days"
    items = [(1, text.signature(line)), (2, text.signature(f"{line} now")), (3, text.signature("a few other words"))]
    assert clusters(items, 0.9) == [[1, 2]]


def test_items_without_a_signature_are_left_out() -> None:
    assert clusters([(1, ""), (2, "")], 0.9) == []
    assert clusters([], 0.9) == []


def test_more_equal_texts_than_a_bucket_holds_are_one_cluster() -> None:
    ids = list(range(10 * BUCKET))
    assert clusters([(id, signature(words(1))) for id in ids], 0.9) == [ids]


def test_a_pair_is_found_among_pages_that_share_a_long_passage() -> None:
    passage = words(0, 200)
    items = [(seed, signature(passage + words(seed, 100))) for seed in range(1, 400)]
    items.append((1_000, signature(altered(passage + words(399, 100), 2))))
    assert [399, 1_000] in clusters(items, 0.9)
