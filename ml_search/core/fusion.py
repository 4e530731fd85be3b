"""One list out of the hits of two legs, whose scores have nothing to do with each other.

A convex combination of scores that are scaled to 0–1 orders better than ranks alone, with little tuning: Bruch,
Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (ACM TOIS 42, 2023). Where scores say too little to
be scaled, ranks are fused: Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods" (SIGIR 2009).
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec

Hits = Sequence[tuple[int, float]]
"""Ids with their scores, the best first."""

TOP = 100
"""Hits of each leg whose scores are scaled; what comes after them adds nothing to a score."""
SHARE = 0.5
"""Of each leg."""
FEW = 3
"""With fewer hits a scale has ends and nothing between them."""
K = 60
"""The constant of the paper: how much less the first ranks count than their reciprocals."""


class Method(StrEnum):
    CONVEX = "convex"
    RRF = "rrf"
    SINGLE = "single"
    """One leg alone has hits: their order is its own."""


class Leg(msgspec.Struct, frozen=True):
    """What one leg says of a hit."""

    rank: int
    """From 1."""
    score: float
    """As the leg gave it."""
    share: float
    """What it adds to the fused score."""


class Fused(msgspec.Struct, frozen=True):
    id: int
    score: float
    """0–1 for `convex`; the greater the better for all."""
    keyword: Leg | None
    semantic: Leg | None


class Fusion(msgspec.Struct, frozen=True):
    method: Method
    hits: list[Fused]
    """The best first. Longer legs append hits, and change neither order nor scores of those before."""


def fuse(keyword: Hits, semantic: Hits) -> Fusion:
    """Both lists in one."""
    if not keyword or not semantic:
        return Fusion(Method.SINGLE, _joined(_scaled(keyword, 1.0), _scaled(semantic, 1.0)))
    if all(map(_comparable, (keyword, semantic))):
        return Fusion(Method.CONVEX, _joined(_scaled(keyword, SHARE), _scaled(semantic, SHARE)))
    return Fusion(Method.RRF, _joined(_ranked(keyword), _ranked(semantic)))


def _comparable(hits: Hits) -> bool:
    top = hits[:TOP]
    return len(top) >= FEW and top[0][1] > top[-1][1]


def _scaled(hits: Hits, share: float) -> dict[int, Leg]:
    """The scores of the first TOP from 0 to 1, times the leg's share. Where all are equal, each counts as the best."""
    if not hits:
        return {}
    best, worst = hits[0][1], hits[min(len(hits), TOP) - 1][1]
    span = best - worst
    return _legs(hits, lambda rank, score: share * (max(score - worst, 0.0) / span if span > 0 else 1.0))


def _ranked(hits: Hits) -> dict[int, Leg]:
    return _legs(hits, lambda rank, score: 1 / (K + rank) if rank <= TOP else 0.0)


def _legs(hits: Hits, share: Callable[[int, float], float]) -> dict[int, Leg]:
    return {id: Leg(rank, score, share(rank, score)) for rank, (id, score) in enumerate(hits, 1)}


def _joined(keyword: dict[int, Leg], semantic: dict[int, Leg]) -> list[Fused]:
    fused = (_fused(id, keyword.get(id), semantic.get(id)) for id in {**keyword, **semantic})
    return sorted(fused, key=_place)


def _fused(id: int, keyword: Leg | None, semantic: Leg | None) -> Fused:
    return Fused(id, sum(leg.share for leg in _present(keyword, semantic)), keyword, semantic)


def _place(hit: Fused) -> tuple[float, int, int]:
    """Among equals the higher rank, then the older chunk."""
    return -hit.score, min(leg.rank for leg in _present(hit.keyword, hit.semantic)), hit.id


def _present(*legs: Leg | None) -> list[Leg]:
    return [leg for leg in legs if leg is not None]
