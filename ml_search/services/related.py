"""The pages of a site that are about the same."""

from typing import NamedTuple

from ml_search.models import IndexedPage

from .nearness import nearness


class RelatedPage(NamedTuple):
    page: IndexedPage
    score: float
    """Cosine similarity."""


def related_pages(page: IndexedPage, limit: int = 10) -> list[RelatedPage]:
    """The pages most like this one, the most alike first. Raises IndexUnreadable without vectors."""
    scores = nearness(page, passages=False).page
    best = sorted(scores, key=lambda page: (-scores[page], page))[:limit]
    pages = IndexedPage.objects.in_bulk(best)
    return [RelatedPage(pages[id], scores[id]) for id in best]
