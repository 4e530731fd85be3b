"""How good a ranking is, given which ids are relevant. Each is between 0 and 1; without a relevant id it is 0."""

from collections.abc import Hashable, Mapping, Sequence, Set
from math import log2
from typing import TypeVar

Id = TypeVar("Id", bound=Hashable)


def ndcg(ranking: Sequence[Id], gains: Mapping[Id, float], k: int = 10) -> float:
    """Normalised discounted cumulative gain at k; the gain is linear, as trec_eval has it.

    `gains` has how relevant an id is; one that is not there, or at most 0, is not. Source: Järvelin and Kekäläinen
    2002, "Cumulated gain-based evaluation of IR techniques".
    """
    positive = [max(gains.get(id, 0.0), 0.0) for id in ranking[:k]]
    ideal = sorted((gain for gain in gains.values() if gain > 0), reverse=True)[:k]
    return _discounted(positive) / _discounted(ideal) if ideal else 0.0


def recall(ranking: Sequence[Id], relevant: Set[Id], k: int = 10) -> float:
    """The share of the relevant ids that are among the first k."""
    return len(relevant & set(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[Id], relevant: Set[Id]) -> float:
    """1 over the place of the first relevant id. Its mean over queries is MRR (Voorhees 1999, TREC-8 report)."""
    return next((1 / place for place, id in enumerate(ranking, 1) if id in relevant), 0.0)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, 1))
