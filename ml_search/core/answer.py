"""What is asked of the search, and what it answers."""

from enum import StrEnum

import msgspec

from .fusion import Leg, Method

MAX_HITS = 50
"""Hits in one answer."""
MAX_OFFSET = 1_000


class Mode(StrEnum):
    HYBRID = "hybrid"
    KEYWORD = "keyword"
    SEMANTIC = "semantic"


class Filters(msgspec.Struct, frozen=True):
    """Of pages: one of the values has to fit where any is given. A page of the root has the section ""."""

    language: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    template: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    """The severity of the worst finding; "" for pages without any."""

    def __bool__(self) -> bool:
        return any(msgspec.structs.astuple(self))


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    query: str
    mode: Mode = Mode.HYBRID
    k: int = 10
    """Hits to answer with, that is pages."""
    offset: int = 0
    """Of the first, for the hits after those that are known."""
    filters: Filters = Filters()
    explain: bool = False
    follows: str = ""
    """The `query_id` of the search that was for the beginning of the same query, while somebody types."""
    logged: bool = True
    """Whether it is written down. Not for those who try how the search does."""
    patience: float | None = None
    """Seconds that the vector of the query may take; None waits for it."""


class Part(msgspec.Struct, frozen=True):
    """A piece of a text; `match` when it is what was searched for."""

    text: str
    match: bool = False


Marked = tuple[Part, ...]


class Passage(msgspec.Struct, frozen=True):
    url: str
    """Leads to it, with the fragment of its heading where that has one."""
    headings: tuple[str, ...]
    snippet: Marked


class Explanation(msgspec.Struct, frozen=True):
    """Why a hit stands where it stands."""

    method: Method
    score: float
    keyword: Leg | None
    semantic: Leg | None
    matched: tuple[str, ...]
    """The words of the passage that the query found, in lower case."""


class PageHit(msgspec.Struct, frozen=True):
    page: int
    """The id of the `IndexedPage`."""
    place: int
    """In the list of all hits, from 1."""
    title: Marked
    language: str
    section: str
    status: str
    best: Passage
    more: tuple[Passage, ...]
    """Up to two further passages of the page that were found, each below another heading."""
    explanation: Explanation | None
    """When it was asked for."""


class Applied(msgspec.Struct, frozen=True):
    """What was made of a query beyond what was typed; for whoever searches to know."""

    corrected: dict[str, str] = {}
    """By word as it was typed, the word that was looked up, or was as well when some chunk has the first."""
    synonyms: dict[str, tuple[str, ...]] = {}
    """By word or phrase of the query, what counted as well."""
    dropped: tuple[str, ...] = ()
    """Words that were not looked up."""


class Degraded(StrEnum):
    """Why an answer is less than it could be. Where the index cannot be used, there are keywords; where not even those,
    titles."""

    NO_INDEX = "no-index"
    INDEX_UNREADABLE = "index-unreadable"
    OTHER_ENCODER = "other-encoder"
    NO_ENCODER = "no-encoder"
    ENCODER_SLOW = "encoder-slow"
    KEYWORDS_FAILED = "keywords-failed"


class Answer(msgspec.Struct, frozen=True):
    hits: tuple[PageHit, ...]
    found: int
    """Pages that the legs came up with, of which `hits` are some. Of a search by meaning that is no count of all that
    fits: everything fits somewhat."""
    next: int | None
    """The offset of the hits after these; None when there are no more."""
    facets: dict[str, dict[str, int]]
    """Of each filter the values that found pages have, with how many have each, the most first."""
    applied: Applied
    degraded: dict[Degraded, str]
    """What was not used, and what to do about it."""
    generation: str
    """Of the index of vectors; empty when it was not used, as is `encoder`."""
    encoder: str
    """The fingerprint of what made the vectors."""
    took_ms: int
    query_id: str
    """What tells of a click; empty for a search that was not written down."""
