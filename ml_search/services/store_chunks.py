"""Passages of pages as rows, with their keywords."""

from collections.abc import Iterable

from ml_search.core.chunking import Passage, encoded_text, text_hash
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, IndexedPage


def store_chunks(pages: Iterable[tuple[IndexedPage, Iterable[Passage]]]) -> None:
    """Store the passages of new pages, in the transaction of the caller."""
    rows = [_row(page, ordinal, one) for page, passages in pages for ordinal, one in enumerate(passages)]
    keyword_of().add(Chunk.objects.bulk_create(rows, batch_size=500))


def _row(page: IndexedPage, ordinal: int, passage: Passage) -> Chunk:
    return Chunk(
        page=page,
        ordinal=ordinal,
        headings="\n".join(passage.headings),
        anchor=passage.anchor,
        text=passage.text,
        words=passage.words,
        hash=text_hash(encoded_text(page.title, passage)),
    )
