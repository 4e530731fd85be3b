from math import log2

import pytest

from ml_search.core.metrics import ndcg, recall, reciprocal_rank

GAINS = {"a": 3.0, "b": 2.0, "c": 1.0, "worse": -1.0}


def test_the_ideal_ranking_has_an_ndcg_of_one() -> None:
    assert ndcg(["a", "b", "c", "x"], GAINS) == pytest.approx(1)


def test_what_comes_later_gains_less() -> None:
    ideal = 3 + 2 / log2(3) + 1 / 2
    assert ndcg(["x", "a", "b", "c"], GAINS) == pytest.approx((3 / log2(3) + 2 / 2 + 1 / log2(5)) / ideal)
    assert ndcg(["x", "a"], GAINS, k=1) == 0


def test_an_irrelevant_id_takes_nothing_away() -> None:
    assert ndcg(["worse", "a"], GAINS) == ndcg(["x", "a"], GAINS)


def test_recall_counts_what_is_among_the_first() -> None:
    assert recall(["a", "x", "b"], {"a", "b"}, k=2) == 0.5
    assert recall(["a", "x", "b"], {"a", "b"}) == 1


def test_the_reciprocal_rank_is_of_the_first_relevant_id() -> None:
    assert reciprocal_rank(["x", "b", "a"], {"a", "b"}) == 0.5
    assert reciprocal_rank(["x"], {"a"}) == 0


def test_without_a_relevant_id_all_are_zero() -> None:
    assert ndcg(["a"], {}) == recall(["a"], set()) == reciprocal_rank(["a"], set()) == 0
