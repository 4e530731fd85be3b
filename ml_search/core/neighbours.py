"""The nearest of many vectors, in blocks: memory grows with their number, never with its square."""

import numpy as np
from numpy.typing import NDArray

from ml_search.encoders import Vectors

BLOCK = 512
"""Rows that are compared with all others at once."""
SAMPLE = 200_000
"""Pairs by which the similarities of a site are known: two hundred of them are above the thousandth."""
SEED = 20260
"""The same site gets the same threshold."""


def nearest(vectors: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
    """(places, cosines) of the `k` nearest other rows of each row of unit length, the nearest first. Of fewer rows than
    `k` + 1 there are as many columns as others."""
    count = len(vectors)
    k = min(k, count - 1)
    places = np.empty((count, max(k, 0)), np.int64)
    cosines = np.empty((count, max(k, 0)), np.float32)
    if k < 1:
        return places, cosines
    for start in range(0, count, BLOCK):
        stop = min(start + BLOCK, count)
        found = vectors[start:stop] @ vectors.T
        found[np.arange(stop - start), np.arange(start, stop)] = -2
        best = np.argpartition(-found, k - 1, axis=1)[:, :k]
        values = np.take_along_axis(found, best, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        places[start:stop] = np.take_along_axis(best, order, axis=1)
        cosines[start:stop] = np.take_along_axis(values, order, axis=1)
    return places, cosines


def similarity_at(vectors: Vectors, share: float) -> float:
    """The cosine that this share of the pairs of different rows exceeds, told from a sample; 1 with fewer than two."""
    count = len(vectors)
    if count < 2:
        return 1.0
    generator = np.random.default_rng(SEED)
    one = generator.integers(0, count, SAMPLE)
    other = (one + generator.integers(1, count, SAMPLE)) % count
    cosines = np.concatenate(
        [
            np.einsum("ij,ij->i", vectors[one[start : start + 10_000]], vectors[other[start : start + 10_000]])
            for start in range(0, SAMPLE, 10_000)
        ]
    )
    return float(np.quantile(cosines, 1 - share))
