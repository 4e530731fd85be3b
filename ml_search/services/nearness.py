"""Pages near a vector: found by the chunks of the store, compared as wholes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ml_search.errors import IndexUnreadable
from ml_search.models import Chunk, IndexedPage
from ml_search.page_vectors import chunk_vectors, page_vectors, unit
from ml_search.stores import store_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ml_search.encoders import Vectors
    from ml_search.stores import Store

CHUNKS = 200
"""Nearest to a page as a whole, beside its own."""
CHUNKS_OF_PASSAGE = 30
MAX_PASSAGES = 60
"""Of a page, each of which is one search."""


class Nearness(NamedTuple):
    """How near a page's neighbours are, by their ids: to the whole of it, and to the passage that is nearest."""

    chunks: list[Chunk]
    """Its own."""
    page: dict[int, float]
    passage: dict[int, float]


def nearness(page: IndexedPage, *, passages: bool) -> Nearness:
    """The neighbours of a page, with `passages` also those of its parts. Cosine similarities.

    Raises IndexUnreadable when the page has no vectors, or no index can be read.
    """
    store = store_of(page.site_id)
    chunks, vectors = chunk_vectors(page.pk, _encoder(store))
    if not chunks:
        raise IndexUnreadable(f"{page.url} has no vectors. Run: ml_index")
    whole = _whole(chunks, vectors)
    found = {hit.id for hit in store.search(whole, CHUNKS + len(chunks))}
    if passages:
        for vector in vectors[:MAX_PASSAGES]:
            found |= {hit.id for hit in store.search(vector, CHUNKS_OF_PASSAGE)}
    owners = set(Chunk.objects.filter(pk__in=found).order_by().values_list("page_id", flat=True)) - {page.pk}
    ids, matrix = page_vectors(page.site_id, _encoder(store), sorted(owners))
    if not len(ids):
        return Nearness(chunks, {}, {})
    to_whole = dict(zip(ids.tolist(), (matrix @ whole).tolist(), strict=True))
    to_parts = dict(zip(ids.tolist(), (matrix @ vectors.T).max(axis=1).tolist(), strict=True))
    return Nearness(chunks, to_whole, to_parts)


def _encoder(store: "Store") -> str:
    generation = store.active()
    if generation is None:
        raise IndexUnreadable("The site has no index yet. Run: ml_index")
    return generation.encoder


def _whole(chunks: Sequence[Chunk], vectors: "Vectors") -> "NDArray[np.float32]":
    import numpy as np

    words = np.array([max(chunk.words, 1) for chunk in chunks], np.float32)
    whole: NDArray[np.float32] = unit(words @ vectors)
    return whole
