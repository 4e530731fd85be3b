from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_search.core.fusion import Hits, K, Method, fuse

KEYWORD = [(1, 12.0), (2, 9.0), (3, 6.0), (4, 2.0)]
SEMANTIC = [(3, 0.9), (1, 0.8), (5, 0.7), (6, 0.4)]


def ids(keyword: Hits, semantic: Hits) -> list[int]:
    return [hit.id for hit in fuse(keyword, semantic).hits]


def leg_of(scores: list[float], first: int = 0) -> Hits:
    return [(first + id, score) for id, score in enumerate(sorted(scores, reverse=True))]


legs = st.lists(st.floats(0, 50), max_size=150).map(leg_of)


def test_each_leg_gives_half_of_its_scaled_score() -> None:
    fusion = fuse(KEYWORD, SEMANTIC)
    assert fusion.method == Method.CONVEX
    shares = {
        hit.id: (hit.keyword and round(hit.keyword.share, 3), hit.semantic and round(hit.semantic.share, 3))
        for hit in fusion.hits
    }
    assert shares == {1: (0.5, 0.4), 3: (0.2, 0.5), 2: (0.35, None), 5: (None, 0.3), 4: (0.0, None), 6: (None, 0.0)}
    assert [hit.id for hit in fusion.hits] == [1, 3, 2, 5, 4, 6]
    assert [round(hit.score, 2) for hit in fusion.hits] == [0.9, 0.7, 0.35, 0.3, 0.0, 0.0]


def test_a_hit_says_what_each_leg_said_of_it() -> None:
    third = next(hit for hit in fuse(KEYWORD, SEMANTIC).hits if hit.id == 3)
    assert third.keyword is not None
    assert third.semantic is not None
    assert (third.keyword.rank, third.keyword.score) == (3, 6.0)
    assert (third.semantic.rank, third.semantic.score) == (1, 0.9)


@pytest.mark.parametrize("keyword", [KEYWORD[:2], [(1, 5.0), (2, 5.0), (3, 5.0)]], ids=["two hits", "equal scores"])
def test_ranks_are_fused_where_scores_say_too_little(keyword: Hits) -> None:
    fusion = fuse(keyword, SEMANTIC)
    assert fusion.method == Method.RRF
    assert fusion.hits[0].id == 1
    assert fusion.hits[0].score == pytest.approx(1 / (K + 1) + 1 / (K + 2))


@pytest.mark.parametrize(("keyword", "semantic"), [(KEYWORD, []), ([], SEMANTIC)])
def test_one_leg_alone_keeps_its_order(keyword: Hits, semantic: Hits) -> None:
    fusion = fuse(keyword, semantic)
    assert fusion.method == Method.SINGLE
    assert [hit.id for hit in fusion.hits] == [id for id, _ in keyword or semantic]
    assert fusion.hits[0].score == 1


def test_nothing_and_nothing_is_nothing() -> None:
    assert fuse([], []).hits == []


@given(legs, legs)
def test_scores_fall_and_every_hit_stands_once(keyword: Hits, semantic: Hits) -> None:
    hits = fuse(keyword, semantic).hits
    assert all(before.score >= after.score for before, after in pairwise(hits))
    assert sorted(hit.id for hit in hits) == sorted({id for id, _ in (*keyword, *semantic)})


@given(st.lists(st.floats(0, 50), min_size=100, max_size=160), st.lists(st.floats(0, 1), min_size=100, max_size=160))
def test_what_comes_after_the_first_hundred_of_a_leg_changes_nothing_before(
    keyword: list[float], semantic: list[float]
) -> None:
    long = leg_of(keyword), leg_of(semantic, first=50)
    short = fuse(long[0][:100], long[1][:100]).hits
    before = {hit.id: (hit.id, hit.score) for hit in short}
    kept = [(hit.id, hit.score) for hit in fuse(*long).hits if hit.id in before]
    assert kept == list(before.values())
