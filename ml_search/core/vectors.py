"""Vectors of unit length: what may be stored, exact search among them, and how much of it another search finds."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml_search.errors import IndexUnreadable

Ids = NDArray[np.int64]
Rows = NDArray[np.floating[Any]]
"""A vector a row."""
Query = NDArray[np.float32]

NORM_TOLERANCE = 1e-3
"""16-bit floats keep the length of a unit vector to about a tenth of this."""
BLOCK = 1024
"""Rows that are widened to 32 bits at once: few enough to stay in a core's cache."""
SAMPLED = 20
LEAST_RECALL = 0.95
SAME_SCORE = 1e-4
"""Two texts that are alike may stand for each other in an answer."""


def stored(ids: Ids, vectors: Rows, dimensions: int, count: int) -> tuple[Ids, NDArray[np.float16]]:
    """What a store keeps: ascending ids and their vectors as 16-bit floats.

    Raises IndexUnreadable for what no search could be trusted on: other counts or dimensions than announced, ids that
    repeat, vectors that are not of unit length.
    """
    if vectors.shape != (len(ids), dimensions) or len(ids) != count:
        shape = " × ".join(map(str, vectors.shape))
        raise IndexUnreadable(f"{len(ids)} ids came with {shape} numbers, but {count} × {dimensions} were announced.")
    order = np.argsort(ids, kind="stable")
    ascending = np.ascontiguousarray(ids[order], dtype="<i8")
    if np.any(ascending[1:] == ascending[:-1]):
        raise IndexUnreadable("Two vectors came for one chunk. Build the index again with ml_index.")
    with np.errstate(over="ignore"):
        rows = np.ascontiguousarray(vectors[order], dtype="<f2")
    if wrong := sum(_not_unit(rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)):
        raise IndexUnreadable(f"{wrong} of {count} vectors are not of length 1: the encoder is at fault.")
    return ascending, rows


def _not_unit(rows: Rows) -> int:
    with np.errstate(invalid="ignore"):
        lengths = np.linalg.norm(rows.astype(np.float32), axis=1)
    return int(np.sum(~(np.abs(lengths - 1) <= NORM_TOLERANCE)))  # this way round, NaN is wrong too


def query_of(vector: NDArray[np.float32], dimensions: int) -> Query:
    """The vector that is searched for. Raises IndexUnreadable when it is none of this index's."""
    if vector.shape != (dimensions,):
        raise IndexUnreadable(
            f"The query has {vector.size} dimensions and the index {dimensions}: another encoder made it. "
            f"Build it again with ml_index."
        )
    if not np.isfinite(vector).all():
        raise IndexUnreadable("The vector of the query is not made of numbers: the encoder is at fault.")
    return np.ascontiguousarray(vector, dtype=np.float32)


def similarities(rows: Rows, queries: Query, places: NDArray[np.intp] | None = None) -> NDArray[np.float32]:
    """Of each row, or of those in these places, with the query; or with each of several queries, a row each.

    NumPy widens 16-bit floats one at a time, which takes six times as long as the product. So their bits are moved to
    where 32-bit floats have them, a block at a time; what is then missing in the exponent is a factor of 2¹¹².
    """
    count = len(rows) if places is None else len(places)
    scores = np.empty((count, *queries.shape[:-1]), dtype=np.float32)
    across = np.ascontiguousarray(queries.T)
    halves = rows.dtype.itemsize == 2
    if halves:
        rows, across = rows.view("<i2"), across * np.float32(2.0**112)
    block = np.empty((min(BLOCK, count), rows.shape[1]), dtype=np.int32 if halves else np.float32)
    for start in range(0, count, BLOCK):
        some = block[: min(BLOCK, count - start)]
        np.copyto(some, rows[slice(start, start + BLOCK) if places is None else places[start : start + BLOCK]])
        if halves:
            np.left_shift(some, 13, out=some)
            np.bitwise_and(some, ~0x70000000, out=some)  # copies of the sign
        np.matmul(some.view(np.float32), across, out=scores[start : start + BLOCK])
    return scores


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The places of the k greatest scores, the greatest first; the first of equal ones first."""
    if k < len(scores):
        places = np.sort(np.argpartition(-scores, k - 1)[:k]) if k > 0 else np.empty(0, dtype=np.intp)
    else:
        places = np.arange(len(scores))
    return places[np.argsort(-scores[places], kind="stable")]


def recall(rows: Rows, ids: Ids, search: Callable[[Query, int], Sequence[tuple[int, float]]], k: int = 10) -> float:
    """Which part of the k nearest a search finds, for vectors of the index itself that are spread over it.

    A found vector counts when it is as near as the kth nearest is: which of several equal ones are found is no fault.
    """
    if not len(rows):
        return 1.0
    sample = np.linspace(0, len(rows) - 1, min(SAMPLED, len(rows))).astype(np.intp)
    queries = rows[sample].astype(np.float32)
    k = min(k, len(rows))
    found = 0
    for query, scores in zip(queries, similarities(rows, queries).T, strict=True):
        least = np.partition(scores, -k)[-k] - SAME_SCORE
        places = places_of(ids, np.array([id for id, _ in search(query, k)], dtype=np.int64))
        found += int(np.sum(scores[places] >= least))
    return found / (k * len(queries))


def places_of(ids: Ids, wanted: Ids) -> NDArray[np.intp]:
    """Where those of `wanted` that are there stand in ascending `ids`: ascending, each once."""
    if not len(ids):
        return np.empty(0, dtype=np.intp)
    places = np.searchsorted(ids, wanted)
    there = ids[np.minimum(places, len(ids) - 1)] == wanted
    found = places[there]
    return found if np.all(found[1:] > found[:-1]) else np.unique(found)
