"""What the API takes and answers with. The words are those of `core.answer`."""

from datetime import datetime
from typing import Annotated

import msgspec
from ninja import Field, Schema
from pydantic import ConfigDict

from ml_search.core.answer import MAX_HITS, MAX_OFFSET, Degraded, Filters, Mode, Wish
from ml_search.core.fusion import Method
from ml_search.core.query import MAX_CHARACTERS

DOCUMENTED = ConfigDict(use_attribute_docstrings=True)

Text = Annotated[str, Field(max_length=MAX_CHARACTERS, pattern=r"^[^\u0000]*$")]
"""PostgreSQL has no NUL in text."""
Value = Annotated[str, Field(max_length=100, pattern=r"^[^\u0000]*$")]
Values = Annotated[list[Value], Field(max_length=20)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class Ask(Schema):
    model_config = DOCUMENTED

    q: Annotated[Text, Field(min_length=1)]
    """Words, "phrases", and -words that must not be there."""
    site: Text = ""
    """The id or base URL of the site; needed when there are several."""
    k: Annotated[int, Field(ge=1, le=MAX_HITS)] = 10
    """How many pages to answer with."""
    cursor: Annotated[int, Field(ge=0, le=MAX_OFFSET)] = 0
    """The `next` of the answer before, for the hits after those."""
    follows: Annotated[str, Field(max_length=100)] = ""
    """The `query_id` of the answer to the beginning of `q`, while somebody types: both are then written down as one."""


class AskMore(Ask):
    language: Values = []
    """Of any of these languages; so for the other filters."""
    section: Values = []
    """The first segment of the path, "" for pages in the root."""
    template: Values = []
    status: Values = []
    """The severity of the worst finding, "" for pages without any."""
    mode: Mode = Mode.HYBRID
    explain: bool = False
    """Whether to say of each hit why it stands where it stands."""

    def filters(self) -> Filters:
        return Filters(tuple(self.language), tuple(self.section), tuple(self.template), tuple(self.status))


class PartOut(Schema):
    model_config = DOCUMENTED

    text: str
    match: bool
    """Whether the query found this."""


class PassageOut(Schema):
    model_config = DOCUMENTED

    url: str
    """With the fragment that leads to the passage, where there is one."""
    headings: list[str]
    """Those above it, the outermost first."""
    snippet: list[PartOut]


class LegOut(Schema):
    model_config = DOCUMENTED

    rank: int
    score: float
    """As the leg gave it: BM25, or the cosine of two vectors."""
    share: float
    """What it adds to the score of the hit."""


class ExplanationOut(Schema):
    model_config = DOCUMENTED

    method: Method
    """How the legs were fused."""
    score: float
    keyword: LegOut | None
    semantic: LegOut | None
    matched: list[str]
    """Words of the passage that the query found."""


class PublicHitOut(Schema):
    model_config = DOCUMENTED

    page: int
    place: int
    """In the list of all hits, from 1."""
    title: list[PartOut]
    best: PassageOut
    more: list[PassageOut]
    """Further passages of the page."""


class HitOut(PublicHitOut):
    language: str
    section: str
    status: str
    explanation: ExplanationOut | None


class AppliedOut(Schema):
    model_config = DOCUMENTED

    corrected: dict[str, str]
    """By word as it was typed, the word that was looked up, or was as well."""
    synonyms: dict[str, list[str]]
    """By word or phrase, what counted as well."""
    dropped: list[str]
    """Words that were not looked up."""


class PublicAnswerOut(Schema):
    model_config = DOCUMENTED

    hits: list[PublicHitOut]
    found: int
    """Pages that came up, of which `hits` are some."""
    next: int | None
    applied: AppliedOut
    query_id: str
    """For `POST /search/click`; empty when the search was not written down."""


class AnswerOut(PublicAnswerOut):
    hits: list[HitOut]  # type: ignore[assignment]  # each is more than the public one
    facets: dict[str, dict[str, int]]
    """Of each filter the values that the found pages have, with how many have each."""
    degraded: dict[Degraded, str]
    """What the answer does without, and what to do about it."""
    generation: str
    """Of the index of vectors; empty when it was not used, as is `encoder`."""
    encoder: str
    took_ms: int


class ClickIn(Schema):
    model_config = DOCUMENTED

    query_id: Annotated[str, Field(max_length=100)]
    page: Number
    """Of the hit."""
    place: Annotated[int, Field(ge=1, le=MAX_OFFSET + MAX_HITS)]
    """Of the hit."""


class GenerationOut(Schema):
    model_config = DOCUMENTED

    name: str
    active: bool
    """Whether it is the one that is searched."""
    model: str
    encoder: str
    """The fingerprint of what made its vectors."""
    dimensions: int
    count: int
    """Passages."""
    kind: str
    created: datetime


class UnansweredOut(Schema):
    model_config = DOCUMENTED

    query: str
    times: int
    last: datetime


PATIENCE = 0.15
"""Seconds that the vector of a query may take; without it, keywords alone answer."""


def wish_of(ask: Ask) -> Wish:
    """The wish of a request; only AskMore has filters and a mode."""
    wish = Wish(query=ask.q, k=ask.k, offset=ask.cursor, follows=ask.follows, patience=PATIENCE)
    if not isinstance(ask, AskMore):
        return wish
    return msgspec.structs.replace(wish, filters=ask.filters(), mode=ask.mode, explain=ask.explain)
