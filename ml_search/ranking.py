"""Which pages of a site a search for some words finds, by the keyword leg alone: audits load no encoder."""

from collections.abc import Mapping
from typing import NamedTuple

from .core.query import Query
from .keyword import keyword_of
from .models import Chunk

HITS = 50
"""Chunks that are asked for: a page has several."""


class RankedPage(NamedTuple):
    id: int
    """Of an IndexedPage."""
    score: float


def ranked_pages(site: int, query: Query, hits: int = HITS) -> list[RankedPage]:
    """The pages of the best chunks, each at the place of its best, the best first."""
    if not query.words:
        return []
    found = keyword_of().search(site, query, hits)
    owners: Mapping[int, int] = dict(
        Chunk.objects.filter(pk__in=[hit.id for hit in found]).order_by().values_list("pk", "page_id")
    )
    best: dict[int, float] = {}
    for hit in found:
        if hit.id in owners:
            best.setdefault(owners[hit.id], hit.score)
    return [RankedPage(page, score) for page, score in best.items()]
