"""Pages that may compete: alike in content beyond what is usual on their site."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ml_search.encoders import Vectors

from .neighbours import nearest, similarity_at

MIN_COSINE = 0.85
"""Below it two pages of a site share a subject, not an intent."""
USUAL = 0.001
"""The part of the pairs of a large site that may be alike beyond the usual. Of a site of fewer than a thousand pages it
is one pair for two pages."""
NEIGHBOURS = 10
MAX_PAIRS = 500
"""Those most alike; each costs some searches."""


class Pair(NamedTuple):
    """Places of two rows, the first the smaller."""

    one: int
    other: int
    cosine: float


def alike_pairs(vectors: Vectors, languages: Sequence[str]) -> list[Pair]:
    """The pairs of one language that are alike beyond what is usual, the most alike first."""
    found: dict[tuple[int, int], float] = {}
    names = np.array(languages)
    for language in sorted(set(languages)):
        (rows,) = np.nonzero(names == language)
        own = vectors[rows]
        if len(rows) < 2:
            continue
        least = max(MIN_COSINE, _unusual(own))
        places, cosines = nearest(own, NEIGHBOURS)
        for place, column in zip(*np.nonzero(cosines >= least), strict=True):
            one, other = sorted((int(rows[place]), int(rows[places[place, column]])))
            found[one, other] = float(cosines[place, column])
    pairs = [Pair(*pair, cosine) for pair, cosine in found.items()]
    return sorted(pairs, key=lambda pair: (-pair.cosine, pair))[:MAX_PAIRS]


def _unusual(vectors: Vectors) -> float:
    return similarity_at(vectors, max(USUAL, 1 / len(vectors)))
