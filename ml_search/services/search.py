"""One search of a site: both legs, fused, as pages."""

from collections import Counter
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from django.db import DatabaseError
from django.db.models import Q, QuerySet

from ml_search.core.answer import Answer, Applied, Degraded, Filters, Mode, Wish
from ml_search.core.fusion import TOP, Fused, Fusion, fuse
from ml_search.core.query import Query, parse
from ml_search.models import Chunk

from .legs import Hits, LegDown, SemanticLeg, keyword_hits, keywords_down, title_hits
from .log_search import log_search
from .show_hits import show_hits
from .understand import understand

if TYPE_CHECKING:
    from seo_meta.models import Site

WINDOWS = (TOP, 4 * TOP, 16 * TOP, 64 * TOP)
"""Hits that are asked of each leg, until they are of enough pages: one long page may have the best hundred chunks."""
COLUMNS = {"language": "language", "section": "section", "template": "template", "status": "standing"}
"""Filters, and the fields of IndexedPage that they look at."""


class Candidates(NamedTuple):
    fusion: Fusion
    pages: dict[int, dict[str, Fused]]
    """By page the best hit of each anchor, the best first; the page with the best hit first."""
    facets: dict[str, dict[str, int]]


def search(site: "Site", wish: Wish) -> Answer:
    """Never fails for want of an index or an encoder: `degraded` says what the answer does without.

    Raises QueryError for a query without anything to search for.
    """
    began = perf_counter()
    search = _Search(site, wish)
    found = search.candidates(wish.offset + wish.k + 1)
    shown = dict(list(found.pages.items())[wish.offset : wish.offset + wish.k])
    more = len(found.pages) > wish.offset + wish.k
    return Answer(
        hits=show_hits(shown, found.fusion.method, search.query, wish),
        found=len(found.pages),
        next=wish.offset + wish.k if more else None,
        facets=found.facets,
        applied=search.applied,
        degraded=search.degraded,
        generation=search.semantic.generation.name if search.semantic else "",
        encoder=search.semantic.generation.encoder if search.semantic else "",
        query_id=log_search(site, wish, len(found.pages)),
        took_ms=round(1000 * (perf_counter() - began)),
    )


class _Search:
    """The legs of one search, and what they had to do without."""

    def __init__(self, site: "Site", wish: Wish) -> None:
        """Raises QueryError."""
        self.site, self.mode = site, wish.mode
        self.among = _filtered(site, wish.filters)
        self.degraded: dict[Degraded, str] = {}
        text = wish.query.encode("utf-8", "replace").decode()  # an argument of a command may be no UTF-8
        self.query, self.applied = self._understood(text)
        self.semantic: SemanticLeg | None = None
        if wish.mode == Mode.KEYWORD:
            return
        # Before the keywords are looked up: the encoder works meanwhile.
        encoded = _encoded(text, self.query, self.applied)
        try:
            self.semantic = SemanticLeg(site, self.query, encoded, self.among, wish.patience)
        except LegDown as down:
            self._without(down)

    def _understood(self, text: str) -> tuple[Query, Applied]:
        """As it was typed where the words of the site cannot be looked up."""
        try:
            return understand(self.site.pk, text)
        except DatabaseError as error:
            self._without(keywords_down(self.site, error))
            return parse(text), Applied()

    def _without(self, down: LegDown) -> None:
        self.degraded[down.code] = str(down)

    def candidates(self, wanted: int) -> Candidates:
        """Hits of at least so many pages, where there are."""
        for window in WINDOWS:
            keyword = self._keyword_hits(window)
            semantic, more = self._semantic_hits(window)
            if self.mode == Mode.SEMANTIC and self.semantic is None:
                keyword = self._keyword_hits(window)
            fusion = fuse(keyword, semantic)
            found = self._by_page(fusion)
            if len(found.pages) >= wanted or not (more or len(keyword) >= window):
                break
        return found

    def _keyword_hits(self, limit: int) -> Hits:
        """Of titles alone where the index of keywords fails; none in a search by meaning, while that works."""
        if self.mode == Mode.SEMANTIC and self.semantic is not None:
            return []
        if Degraded.KEYWORDS_FAILED not in self.degraded:
            try:
                return keyword_hits(self.site, self.query, limit, self.among)
            except LegDown as down:
                self._without(down)
        return title_hits(self.site, self.query, limit, self.among)

    def _semantic_hits(self, limit: int) -> tuple[Hits, bool]:
        if self.semantic is None:
            return [], False
        try:
            return self.semantic.hits(limit)
        except LegDown as down:
            self._without(down)
            self.semantic = None
            return [], False

    def _by_page(self, fusion: Fusion) -> Candidates:
        """What is no longer indexed falls out here: an index may be older than the database."""
        rows = _rows(self.site, (hit.id for hit in fusion.hits))
        pages: dict[int, dict[str, Fused]] = {}
        for hit in fusion.hits:
            if hit.id in rows:
                page, anchor, *_ = rows[hit.id]
                pages.setdefault(page, {}).setdefault(anchor, hit)
        values = {page: columns for page, _, *columns in rows.values()}
        facets = {
            name: dict(Counter(columns[place] for columns in values.values()).most_common())
            for place, name in enumerate(COLUMNS)
        }
        return Candidates(fusion, pages, facets)


def _encoded(text: str, query: Query, applied: Applied) -> str:
    """What was typed, which says more than its words; unless something is to be left out, or was mistyped."""
    return " ".join(query.words) if query.phrases or query.excluded or applied.corrected else text


def _filtered(site: "Site", filters: Filters) -> QuerySet[Chunk] | None:
    """None when there is no filter."""
    if not filters:
        return None
    given = {name: values for name, values in msgspec.structs.asdict(filters).items() if values}
    fits = Q(page__site=site.pk, **{f"page__{COLUMNS[name]}__in": values for name, values in given.items()})
    return Chunk.objects.filter(fits)


def _rows(site: "Site", ids: Iterable[int]) -> dict[int, tuple[Any, ...]]:
    """By chunk its page, its anchor and what the page has in COLUMNS."""
    names = ("pk", "page__site", "page_id", "anchor", *(f"page__{column}" for column in COLUMNS.values()))
    # Asked for the site as well, SQLite would look through all pages of it.
    chunks = Chunk.objects.filter(pk__in=list(ids)).order_by().values_list(*names)
    return {id: tuple(row) for id, owner, *row in chunks if owner == site.pk}
