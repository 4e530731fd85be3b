"""The two ways to find chunks, each as far as it works: what one cannot do, the answer does without and says so."""

import logging
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.db.models import Min, QuerySet

from ml_search.core.answer import Degraded
from ml_search.core.query import Query, Words
from ml_search.errors import EncoderError, MlSearchError, OtherEncoder
from ml_search.keyword import keyword_of
from ml_search.models import Chunk, IndexedPage

from .query_vector import ask_vector

if TYPE_CHECKING:
    from ml_search.stores import Generation, Store
    from seo_meta.models import Site

logger = logging.getLogger(__name__)

Hits = list[tuple[int, float]]

LEAST_SIMILAR = 0.2
"""Cosine below which a chunk has nothing to do with a query: everything is somewhat near to everything."""
MAX_OPERANDS = 10_000
"""Chunks that are looked up for the phrases and exclusions of a query."""


class LegDown(Exception):
    """Why a leg finds nothing, and what to do about it."""

    def __init__(self, code: Degraded, message: str) -> None:
        super().__init__(message)
        self.code = code


def keyword_hits(site: "Site", query: Query, limit: int, among: QuerySet[Chunk] | None) -> Hits:
    """Raises LegDown."""
    if not query.words:
        return []
    try:
        return [(hit.id, hit.score) for hit in keyword_of().search(site.pk, query, limit, among)]
    except DatabaseError as error:
        raise keywords_down(site, error) from error


def keywords_down(site: "Site", error: Exception) -> LegDown:
    logger.error("The keyword leg of %s failed", site, exc_info=error)
    return LegDown(Degraded.KEYWORDS_FAILED, "Titles were searched in place of words; the log of the server says why.")


def title_hits(site: "Site", query: Query, limit: int, among: QuerySet[Chunk] | None) -> Hits:
    """The first chunks of pages whose title has all words: what is left when nothing else works."""
    titles = IndexedPage.objects.filter(site=site.pk)
    for word in query.words:
        titles = titles.filter(title__icontains=word)
    for words in query.excluded:
        titles = titles.exclude(title__icontains=" ".join(words))
    chunks = Chunk.objects.filter(page__in=titles) if among is None else among.filter(page__in=titles)
    firsts = chunks.values("page").annotate(first=Min("pk")).order_by("page").values_list("first", flat=True)
    return [(first, 1.0) for first in firsts[:limit]] if query.words else []


class SemanticLeg:
    """The chunks whose meaning is near to the query's. The encoder begins when this is made."""

    def __init__(self, site: "Site", query: Query, text: str, among: QuerySet[Chunk] | None, patience: float | None):
        """`text` is what is encoded. Raises LegDown."""
        self.site, self.query, self.among = site, query, among
        self.store = _store(site)
        self.generation = _active(self.store, site)
        self.until = None if patience is None else monotonic() + patience
        self.vector: Future[Any] = ask_vector(text, self.generation.encoder)

    def hits(self, limit: int) -> tuple[Hits, bool]:
        """At most `limit`, and whether there may be more. Raises LegDown."""
        vector = self._await_vector()
        allowed, banned = self._allowed(), self._banned()
        try:
            found = self.store.search(vector, limit + len(banned), allowed)
        except Exception as error:
            raise _unreadable(self.site, error) from error
        near = [(hit.id, hit.score) for hit in found if hit.score >= LEAST_SIMILAR]
        return [hit for hit in near if hit[0] not in banned][:limit], len(near) >= limit

    def _await_vector(self) -> Any:
        try:
            return self.vector.result(None if self.until is None else max(self.until - monotonic(), 0))
        except TooLate as error:
            self.vector.cancel()
            raise LegDown(Degraded.ENCODER_SLOW, "The encoder took too long; ask again.") from error
        except OtherEncoder as error:
            raise LegDown(Degraded.OTHER_ENCODER, f"{error} Index the site again: ml_index") from error
        except EncoderError as error:
            raise LegDown(Degraded.NO_ENCODER, str(error)) from error

    def _allowed(self) -> Any:
        """The chunks to search, None for all: filters and phrases come before the nearest, so that k are found where k
        exist."""
        import numpy as np

        phrased = self._having(tuple(word for phrase in self.query.phrases for word in phrase), self.query.phrases)
        if self.among is None:
            return None if phrased is None else np.fromiter(sorted(phrased), np.int64)
        ids = np.fromiter(self.among.order_by("pk").values_list("pk", flat=True).iterator(), np.int64)
        return ids if phrased is None else np.intersect1d(ids, np.fromiter(phrased, np.int64))

    def _banned(self) -> set[int]:
        return {id for words in self.query.excluded for id in self._having(words, (words,)) or ()}

    def _having(self, words: Words, phrases: tuple[Words, ...]) -> set[int] | None:
        """The chunks that have all phrases, as the keyword leg knows them; None without a phrase."""
        if not phrases:
            return None
        wanted = Query(words=words, phrases=phrases)
        return {id for id, _ in keyword_hits(self.site, wanted, MAX_OPERANDS, self.among)}


def _unreadable(site: "Site", error: Exception) -> LegDown:
    """A store may be a server, whose client raises what it likes: a search goes on without it all the same."""
    if isinstance(error, MlSearchError):
        return LegDown(Degraded.INDEX_UNREADABLE, str(error))
    logger.error("The vector store of %s failed", site, exc_info=error)
    return LegDown(Degraded.INDEX_UNREADABLE, "The vector store failed; the log of the server says why.")


def _store(site: "Site") -> "Store":
    from ml_search.stores import store_of

    try:
        return store_of(site.pk)
    except Exception as error:
        raise _unreadable(site, error) from error


def _active(store: "Store", site: "Site") -> "Generation":
    try:
        generation = store.active()
    except Exception as error:
        raise _unreadable(site, error) from error
    if generation is None:
        raise LegDown(Degraded.NO_INDEX, f"{site} has no index that can be read. Make one: ml_index --site {site}")
    return generation
