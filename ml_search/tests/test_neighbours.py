import numpy as np
import pytest

from ml_search.core import neighbours
from ml_search.core.competing import MAX_PAIRS, alike_pairs
from ml_search.core.neighbours import nearest, similarity_at


def vectors(count: int, seed: int = 1) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, 24)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_nearest_are_those_that_comparing_all_pairs_finds(monkeypatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK", 7)
    rows = vectors(50)
    places, cosines = nearest(rows, 4)
    every = rows @ rows.T
    np.fill_diagonal(every, -2)
    assert (places == np.argsort(-every, axis=1)[:, :4]).all()
    assert np.allclose(cosines, -np.sort(-every, axis=1)[:, :4], atol=1e-6)


def test_no_row_is_its_own_neighbour_even_where_others_are_equal() -> None:
    rows = np.repeat(vectors(1), 5, axis=0)
    places, _ = nearest(rows, 10)
    assert places.shape == (5, 4)
    assert not (places == np.arange(5)[:, None]).any()


@pytest.mark.parametrize("count", [0, 1])
def test_a_lone_row_has_no_neighbour(count: int) -> None:
    assert nearest(vectors(count), 3)[0].shape == (count, 0)
    assert similarity_at(vectors(count), 0.01) == 1.0


def test_the_similarity_that_a_share_of_pairs_exceeds_is_that_of_all_pairs() -> None:
    rows = vectors(400)
    every = (rows @ rows.T)[np.triu_indices(400, 1)]
    assert similarity_at(rows, 0.01) == pytest.approx(np.quantile(every, 0.99), abs=0.01)
    assert similarity_at(rows, 0.01) == similarity_at(rows, 0.01)


def test_pairs_are_of_one_language_and_the_most_alike_come_first() -> None:
    base = vectors(40)
    near = base[:3] + vectors(3, seed=2) * np.array([[0.05], [0.2], [0.1]], np.float32)
    rows = np.concatenate([base, near / np.linalg.norm(near, axis=1, keepdims=True)])
    languages = ["en"] * 43
    assert [pair[:2] for pair in alike_pairs(rows, languages)] == [(0, 40), (2, 42), (1, 41)]
    languages[40] = "fr"
    assert [pair[:2] for pair in alike_pairs(rows, languages)] == [(2, 42), (1, 41)]


def test_where_most_pages_are_alike_only_the_unusual_pairs_count() -> None:
    crowd = vectors(1)[0] + 0.2 * vectors(300)
    rows = crowd / np.linalg.norm(crowd, axis=1, keepdims=True)
    every = (rows @ rows.T)[np.triu_indices(300, 1)]
    assert (every >= 0.85).mean() > 0.9
    assert len(alike_pairs(rows, ["en"] * 300)) <= min(MAX_PAIRS, 300)
