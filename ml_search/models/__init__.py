"""What the search keeps: the pages it has read, their chunks, the vectors of texts, what was searched for."""

from .chunk import Chunk
from .embedding import Embedding
from .indexed_page import IndexedPage
from .search import Search
from .synonym import Synonym
from .term import Term

__all__ = ["Chunk", "Embedding", "IndexedPage", "Search", "Synonym", "Term"]
