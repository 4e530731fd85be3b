"""What readers search for and the site does not have."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from ml_search.core.stems import stems
from ml_search.errors import MlSearchError
from ml_search.models import Chunk, IndexedPage, Search
from ml_search.stores import store_of

MAX_QUERIES = 10_000
"""The latest searches that found nothing; older ones are not looked at."""


class ContentGap(NamedTuple):
    """One thing that is searched for. `queries` are its spellings, the commonest first."""

    queries: tuple[str, ...]
    searches: int
    last: datetime
    nearest: IndexedPage | None
    """The page nearest in meaning; None where that cannot be told."""
    score: float
    """Cosine similarity to its nearest passage; 0 without."""


def content_gaps(site: int, limit: int = 50) -> list[ContentGap]:
    """The searches without a result, grouped by their words, the commonest first. What a later search with the same
    words did find is no gap any more."""
    gaps = _grouped(site)[:limit]
    nearest = _nearest(site, [queries.most_common(1)[0][0] for queries, _ in gaps])
    return [
        ContentGap(tuple(query for query, _ in queries.most_common()), queries.total(), last, *near)
        for (queries, last), near in zip(gaps, nearest, strict=True)
    ]


def _grouped(site: int) -> list[tuple[Counter[str], datetime]]:
    """(queries with how often each was asked, when last), the commonest and then the latest first."""
    asked = Search.objects.filter(site=site, filtered=False).order_by("-id")
    groups: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    last: dict[frozenset[str], datetime] = {}
    answered: set[frozenset[str]] = set()
    for query, hits, at in asked.values_list("query", "hits", "asked_at")[:MAX_QUERIES]:
        group = frozenset(stems(query))
        if hits and group not in groups:
            answered.add(group)
        if group and not hits and group not in answered:
            groups[group][query] += 1
            last.setdefault(group, at)
    return sorted(
        ((queries, last[group]) for group, queries in groups.items()),
        key=lambda one: (one[0].total(), one[1]),
        reverse=True,
    )


def _nearest(site: int, queries: Sequence[str]) -> list[tuple[IndexedPage | None, float]]:
    """The page nearest to each query; (None, 0) for all without an encoder or an index."""
    from ml_search.encoders import query_encoder

    nothing: list[tuple[IndexedPage | None, float]] = [(None, 0.0) for _ in queries]
    if not queries:
        return nothing
    try:
        store, encoder = store_of(site), query_encoder()
        active = store.active()
        if active is None or active.encoder != encoder.fingerprint:
            return nothing
        hits = [store.search(vector, 1) for vector in encoder.encode(queries)]
    except MlSearchError:
        return nothing
    chunks = Chunk.objects.select_related("page").in_bulk([hit.id for found in hits for hit in found])
    return [
        (chunks[found[0].id].page, found[0].score) if found and found[0].id in chunks else (None, 0.0) for found in hits
    ]
