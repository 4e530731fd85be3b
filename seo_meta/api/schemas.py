"""What the API answers with. The words are those of the models and of `core.types`."""

from datetime import datetime
from typing import Annotated, Any, Self

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import BaseModel, ConfigDict, model_validator

from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.propose import Confidence, Treatment
from seo_meta.core.propose import Field as ProposalField

SearchText = Annotated[str, Field(max_length=500, pattern=r"^[^\u0000]*$")]
"""Text to look for in a column. PostgreSQL has no NUL in text."""

LARGEST = 2**31 - 1
Limit = Annotated[int, Field(ge=1, le=LARGEST)]

DOCUMENTED = ConfigDict(use_attribute_docstrings=True)
"""Puts the docstrings of fields into the OpenAPI description."""

# What long lists are made of is plain pydantic: a Schema of ninja takes each field of each row through a getter for
# attributes of models, which was a quarter of a list's time, and the rows are dicts.


def columns(schema: type[BaseModel]) -> list[str]:
    """The model's names for the fields of `schema`."""
    return [str(field.validation_alias or name) for name, field in schema.model_fields.items()]


def rows(queryset: QuerySet[Any, Any], schema: type[BaseModel]) -> QuerySet[Any, dict[str, Any]]:
    """Rows in the shape of `schema`, without the model objects that are most of a list's cost."""
    return queryset.values(*columns(schema))


class RunOut(Schema):
    model_config = DOCUMENTED

    id: int
    site: str = Field(validation_alias="site__base_url")
    """The base URL of the site."""
    source: str
    kind: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    """Whether every page in scope was read whole."""
    stop_reason: str
    """Why the run is partial or failed."""
    filtered: bool
    """Whether include or exclude left pages out of scope."""
    pages: int
    reused: int
    """Of the pages, how many are as in the run before."""
    version: str
    """Of SiteAgent."""


class ProgressOut(Schema):
    """The latest work on a run, under way or over."""

    model_config = DOCUMENTED

    kind: str
    """`audit` reads and judges, then makes proposals; `propose` does the last alone."""
    state: str
    requested_by: str
    """Empty for a command."""
    cancelled_by: str
    """Who wants it to end."""
    reason: str
    """Why it failed, or was begun again."""
    stage: str
    done: int
    total: int | None
    """How much there is to do in this stage, where that is known."""
    note: str
    created_at: datetime
    beat_at: datetime
    """When it was last heard of."""
    finished_at: datetime | None


class AuditIn(Schema):
    """What to read, and within which limits; one that is met makes the run partial."""

    model_config = DOCUMENTED

    source: Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^\u0000]*$")]
    """An http(s) URL, or a folder that the operator lets be read."""
    max_pages: Limit | None = None
    """10,000 for a live site without it."""
    max_depth: Annotated[int, Field(ge=0, le=LARGEST)] | None = None
    """Links that are followed from the start."""
    max_time: Limit | None = None
    """Seconds."""
    max_bytes: Limit | None = None
    concurrency: Annotated[int, Field(ge=1, le=16)] = 4
    """Requests at once."""
    rate: Annotated[float, Field(gt=0, le=50)] = 5.0
    """Requests a second."""
    proposals: Annotated[int, Field(ge=0, le=10_000)] = 20
    """For how many pages to make proposals."""


class ProposalsIn(Schema):
    model_config = DOCUMENTED

    fields: list[ProposalField] = []
    """All without it."""
    limit: Limit | None = None
    """For how many pages, those that matter most; all without it."""
    generator: SearchText = ""
    """The id of one to ask alone."""


class RunDetail(RunOut):
    skipped: list[dict[str, Any]]
    """What could not be read: `file` or `url`, and `reason`."""
    severities: dict[Severity, int]
    """How many findings failed at each severity."""
    outcomes: dict[str, dict[str, int]]
    """Rule id to outcome to how many pages."""
    policy: dict[str, Any]
    """Limits, severities and rules that were off."""
    progress: ProgressOut | None
    """None for a run of before SiteAgent kept it."""


class RuleChangeOut(Schema):
    model_config = DOCUMENTED

    rule: str
    severity: Severity
    new: int
    existing: int
    fixed: int
    not_compared: int
    """Of the earlier run, where the later one says nothing: the rule did not run, came to no verdict or has changed."""


class Comparison(Schema):
    """What became of the failures of the run `previous`, told by their fingerprints; the sums, and rule by rule."""

    model_config = DOCUMENTED

    run: int
    previous: int
    new: int
    existing: int
    fixed: int
    not_compared: int
    rules: list[RuleChangeOut]


class SiteOut(Schema):
    model_config = DOCUMENTED

    id: int
    base_url: str
    """The URL that all its pages share."""
    created_at: datetime


class RunCountOut(Schema):
    model_config = DOCUMENTED

    id: int
    started_at: datetime
    complete: bool
    pages: int
    error: int
    """How many findings failed at this severity, as the other three."""
    warning: int
    info: int
    review: int


class PageOut(BaseModel):
    model_config = DOCUMENTED

    id: int
    url: str
    file: str
    """Path inside the folder; empty for a live page."""
    status: int
    indexable: bool
    self_canonical: bool
    """Whether it names no other page as its canonical."""
    language: str
    title: str
    description: str
    word_count: int
    byte_size: int


class PageDetail(PageOut):
    run: int = Field(validation_alias="run_id")
    facts: dict[str, Any]
    """Everything read from the page: titles, metas, links, headings, images and so on. What is empty is left out."""


class FindingOut(BaseModel):
    model_config = DOCUMENTED

    id: int
    rule: str
    rule_version: int
    kind: Kind
    severity: Severity
    outcome: Outcome
    page: int | None = Field(validation_alias="page_id")
    """None, as `url` and `file` are, for a finding about the site as a whole."""
    url: str | None = Field(validation_alias="page__url")
    file: str | None = Field(validation_alias="page__file")
    line: int | None
    message: str
    evidence: str
    fingerprint: str


class EvidenceOut(BaseModel):
    """What of the page a value rests on, word for word."""

    model_config = DOCUMENTED

    source: str
    """The part of the page: `h1`, `paragraph`, `og:image`."""
    text: str
    line: int | None = None


class OfferOut(BaseModel):
    model_config = DOCUMENTED

    value: str
    confidence: Confidence
    reasons: list[str]
    evidence: list[EvidenceOut]
    treatment: Treatment = Treatment.PROPOSED
    """`auto` follows from the page without judgement; `advisory` must not be approved unread."""
    generator: str
    generator_version: int


class ProposalOut(BaseModel):
    model_config = DOCUMENTED

    id: int
    site: int = Field(validation_alias="site_id")
    run: int | None = Field(validation_alias="run_id")
    """The latest that came to it."""
    page: int | None = Field(validation_alias="page_id")
    url: str
    file: str
    """Path inside the folder; empty for a live page."""
    language: str
    field: str
    state: str
    current: str
    """The value that the page has."""
    value: str
    """That of the first candidate, or what a reviewer chose or wrote; empty for an abstention."""
    confidence: str
    """Of the value: high, medium or low; empty for an abstention."""
    treatment: str
    candidates: list[OfferOut]
    """Up to three, the best first."""
    reason: str
    """Why nothing was proposed, or what superseded the proposal."""
    rules: list[str]
    """The ids of the rules whose findings it answers."""
    worth: float
    """What mending the page is expected to gain; orders the proposals of one site."""
    worth_reason: str
    source_hash: str
    """Of the bytes that it was made from."""
    version: int
    """Raised by every change; what is sent to decide about the proposal."""
    revision: int
    """How often people have written the value anew."""
    edited_by: str = Field(validation_alias="edited_by_name")
    assignee: int | None = Field(validation_alias="assignee_id")
    """The id of a user."""
    snoozed_until: datetime | None
    pull_request: str
    """Address of the nightly pull request in which it stands, or with which it was merged; empty for none."""
    approved_by: str = Field(validation_alias="approved_by_name")
    approved_at: datetime | None
    created_at: datetime
    updated_at: datetime


class TextsIn(Schema):
    """One text at least. A text that is left out is not judged; an empty one is missing."""

    model_config = DOCUMENTED

    title: Annotated[str, Field(max_length=2_000)] | None = None
    description: Annotated[str, Field(max_length=10_000)] | None = None
    language: Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z0-9-]*$")] = ""
    """The tag of the language, as `de` or `pt-BR`; some rules know the words of one only."""

    @model_validator(mode="after")
    def has_a_text(self) -> Self:
        if self.title is None and self.description is None:
            raise ValueError("Give a title, a description, or both.")
        return self


class TextFindingOut(Schema):
    rule: str
    kind: Kind
    severity: Severity
    outcome: Outcome
    message: str
    evidence: str


class ShownOut(Schema):
    """What a search result shows of a text. The profile is the measurement that says how much room there is."""

    model_config = DOCUMENTED

    device: str
    profile: str
    width_px: int
    room_px: int
    text: str
    cut: bool


class TextOut(Schema):
    model_config = DOCUMENTED

    field: str
    """`title` or `description`."""
    value: str
    """As it was judged: with white space as HTML shows it."""
    em: float
    """Its width, of which the size of the type makes pixels."""
    shown: list[ShownOut]


class CheckOut(Schema):
    model_config = DOCUMENTED

    accepted: bool
    """Whether no rule fails with an error or a warning."""
    findings: list[TextFindingOut]
    texts: list[TextOut]


class ImportOut(Schema):
    model_config = DOCUMENTED

    rows: int
    unread: int
    """Rows that could not be read."""
    unread_rows: list[str]
    """The first of them, with the reasons."""
    pages: int
    queries: int
    """Pairs of a page and a query."""
    outside: int
    """Pages outside the site, which are left out."""
    matched: int
    """Of the pages, those that the latest finished run has."""
