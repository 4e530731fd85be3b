"""What the API takes and answers about decisions."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from seo_meta.core.review import MAX_VALUE, Move, RejectReason, Scope

from .schemas import DOCUMENTED, ProposalOut

MAX_BULK = 500
Text = Annotated[str, Field(max_length=MAX_VALUE + 1_000, pattern=r"^[^\u0000]*$")]
"""PostgreSQL has no NUL in text."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Approval(Schema):
    """Who approved, and what it holds for: any other revision, value, source or rules are not approved."""

    by: str = Field(validation_alias="approved_by_name")
    at: datetime = Field(validation_alias="approved_at")
    revision: int = Field(validation_alias="approved_revision")
    value_hash: str = Field(validation_alias="approved_value_hash")
    source_hash: str = Field(validation_alias="approved_source_hash")
    ruleset_hash: str = Field(validation_alias="approved_ruleset_hash")


class ProposalDetail(ProposalOut):
    approval: Approval | None
    moves: list[Move]
    """What can be done with it now."""


class TransitionOut(Schema):
    model_config = DOCUMENTED

    at: datetime
    actor: str = Field(validation_alias="actor_name")
    client: str
    """`admin`, `api`, `command` or `run`."""
    move: str
    from_state: str
    to_state: str
    version: int
    """That of the proposal after it."""
    revision: int
    value: str
    note: str
    source_hash: str


class RejectionOut(Schema):
    model_config = DOCUMENTED

    id: int
    proposal: int | None = Field(validation_alias="proposal_id")
    url: str
    field: str
    value: str | None
    """None when nothing at all is wanted for the field."""
    reason: RejectReason
    scope: Scope
    note: str
    expires_at: datetime | None
    created_by: str = Field(validation_alias="created_by_name")
    created_at: datetime
    lifted_by: str = Field(validation_alias="lifted_by_name")
    lifted_at: datetime | None


class Note(Schema):
    note: Text = ""


class Written(Note):
    model_config = DOCUMENTED

    value: Text | None = None
    """Words of your own."""
    candidate: int | None = Field(None, ge=0, le=9)
    """Or the value of this candidate, counted from 0."""
    override: bool = False
    """Pass over guardrails and earlier rejections, with a `note` that says why."""


class Rejected(Note):
    model_config = DOCUMENTED

    reason: RejectReason
    scope: Scope | None = None
    """Follows from the reason unless it is given."""
    until: AwareDatetime | None = None
    """For the scope `days`."""


class Snoozed(Note):
    until: AwareDatetime


class Assigned(Note):
    model_config = DOCUMENTED

    assignee: Id | None
    """The id of a user; null for nobody."""


class Item(Schema):
    id: Id
    version: Id


class Bulk(Note):
    model_config = DOCUMENTED

    items: list[Item] = Field(min_length=1, max_length=MAX_BULK)
    """The proposals as you read them."""
    move: Move
    reason: RejectReason | None = None
    scope: Scope | None = None
    until: AwareDatetime | None = None
    assignee: Id | None = None
    force: bool = False
    """Approve what should be read first too: low confidence, advisory, the home page; and, with a `note` that says why,
    what guardrails block."""


class ResultOut(Schema):
    model_config = DOCUMENTED

    id: int
    status: Literal["ok", "conflict", "blocked", "not-allowed", "gone"]
    detail: str
    version: int
    """The one that it has now; 0 when it is gone."""


class BulkOut(Schema):
    """What became of each proposal, in the order of the request."""

    results: list[ResultOut]
