"""Vector stores: where the vectors of a site's chunks are searched. One module a store, whose name is its id.

All keep generations: what is written is seen by nobody before it is activated, and the one before stays.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple, Protocol, cast

import msgspec
import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from ml_search.encoders import Vectors

Ids = NDArray[np.int64]
"""Of chunks."""

KEPT = 2
"""Generations that stay: the active one and the one before."""


class Generation(msgspec.Struct, frozen=True):
    """What a generation says of itself."""

    name: str
    """Sorts by age: later generations have greater names."""
    encoder: str
    """`Encoder.fingerprint` of its vectors."""
    model: str
    """`Encoder.name`, for people."""
    dimensions: int
    count: int
    created: str
    """ISO 8601, UTC."""
    kind: str
    """How it is searched: `exact`, `hnsw`."""
    newest: int = 0
    """The greatest id in it. Ids only grow, so it tells together with the count whether a set of ids is the same."""
    parent: str = ""
    """The generation that it shares its base with; empty for one that was built whole."""


class Hit(NamedTuple):
    id: int
    score: float
    """Cosine similarity."""


class Store(Protocol):
    """The generations of one site. Any number of processes may read; writers hold the lock of the site's index."""

    def generations(self) -> Sequence[Generation]:
        """Those that are whole, the latest first."""
        ...

    def active(self) -> Generation | None:
        """The one that is searched; None before the first, and when none can be read."""
        ...

    def write(self, generation: Generation, ids: Ids, vectors: Vectors) -> Generation:
        """Write and verify a generation with these vectors, the whole of it. What is written is durable and not yet
        active. The store may share what is unchanged with its active generation, which the answer says in `parent`.

        Raises IndexUnreadable when what was written does not read back.
        """
        ...

    def activate(self, name: str) -> None:
        """Switch all readers over at once. Raises IndexUnreadable for a generation that is not there, or not whole."""
        ...

    def search(self, vector: NDArray[np.float32], k: int, among: Ids | None = None) -> list[Hit]:
        """The `k` nearest, the best first; with `among` only those chunks, and then k of them when there are so many.

        Raises IndexUnreadable when no generation can be read.
        """
        ...

    def prune(self) -> None:
        """Remove all generations but the last KEPT, and what killed writers left."""
        ...

    def clear(self) -> None:
        """Remove everything of the site."""
        ...


def store_of(site: int) -> Store:
    """The store of a site's vectors, of the kind that SITEAGENT_VECTOR_STORE names.

    Raises StoreError when that cannot be used here.
    """
    module = import_module(f"ml_search.stores.{settings.SITEAGENT_VECTOR_STORE}")
    return cast(Store, module.store_of(site))
