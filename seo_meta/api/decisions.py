"""What reviewers do to proposals. Each decision names the version that it is about, and answers with the new one."""

from typing import Any

import msgspec
from django.http import HttpRequest, JsonResponse
from ninja import Header, Router

from seo_meta.core.review import Move
from seo_meta.errors import NotAllowed
from seo_meta.models import Proposal, Site
from seo_meta.selectors import Action, require, within_reach
from seo_meta.services.review import decide, decide_many, undo

from .access import acting, actor_of
from .authentication import caller_of
from .conditions import Conditions, Repeatable, once, once_in_parts, tagged
from .proposals import answer
from .reach import readable_proposal
from .review_schemas import (
    Assigned,
    Bulk,
    BulkOut,
    Note,
    ProposalDetail,
    Rejected,
    ResultOut,
    Snoozed,
    Written,
)

router = Router(tags=["decisions"])
ONE = "/proposals/{int:proposal_id}"
NOBODYS = 0
"""The id of a proposal that there never is: what the caller may not even read is as if it were not there."""


def _decided(request: HttpRequest, proposal_id: int, headers: Conditions, move: Move, **details: Any) -> JsonResponse:
    actor = acting(request, _action(move), readable_proposal(request, proposal_id).site)
    return answer(decide(proposal_id, headers.version(), move, actor, **details))


def _action(move: Move) -> Action:
    """What access a move takes: what is written anew still waits for a reviewer."""
    return Action.SUGGEST if move is Move.EDIT else Action.REVIEW


@router.post(
    "/proposals/bulk", response=BulkOut, operation_id="decide_many", summary="Decide about many, each by itself"
)
@once_in_parts
def bulk(request: HttpRequest, headers: Header[Repeatable], body: Bulk) -> JsonResponse:
    if body.move is Move.EDIT:
        raise NotAllowed("Values are edited one by one.")
    asked = [item.id for item in body.items]
    within = Proposal.objects.filter(pk__in=asked).order_by("pk")
    sites = Site.objects.filter(pk__in=within_reach(within, caller_of(request), Action.READ, "site").values("site"))
    for site in sites:
        require(caller_of(request), Action.REVIEW, site)
    mine = set(within.filter(site__in=sites).values_list("pk", flat=True))
    details = body.model_dump(include={"reason", "scope", "until", "assignee", "note"})
    items = [(item.id if item.id in mine else NOBODYS, item.version) for item in body.items]
    decided = decide_many(items, body.move, actor_of(request), force=body.force, **details)
    results = [msgspec.structs.replace(result, id=id) for id, result in zip(asked, decided, strict=True)]
    return tagged(BulkOut(results=[ResultOut(**msgspec.structs.asdict(result)) for result in results]))


@router.post(f"{ONE}/approve", response=ProposalDetail, operation_id="approve", summary="Approve a value")
@once
def approve(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Written) -> JsonResponse:
    """The value as it stands, unless the body has another."""
    return _decided(request, proposal_id, headers, Move.APPROVE, **body.model_dump())


@router.post(f"{ONE}/unapprove", response=ProposalDetail, operation_id="unapprove", summary="Take an approval back")
@once
def unapprove(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Note) -> JsonResponse:
    return _decided(request, proposal_id, headers, Move.UNAPPROVE, **body.model_dump())


@router.post(f"{ONE}/reject", response=ProposalDetail, operation_id="reject", summary="Reject, and remember why")
@once
def reject(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Rejected) -> JsonResponse:
    return _decided(request, proposal_id, headers, Move.REJECT, **body.model_dump())


@router.post(f"{ONE}/edit", response=ProposalDetail, operation_id="edit", summary="Write the value anew")
@once
def edit(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Written) -> JsonResponse:
    """It stays open, or is open again; no run changes it any more."""
    return _decided(request, proposal_id, headers, Move.EDIT, **body.model_dump())


@router.post(f"{ONE}/snooze", response=ProposalDetail, operation_id="snooze", summary="Put it off")
@once
def snooze(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Snoozed) -> JsonResponse:
    return _decided(request, proposal_id, headers, Move.SNOOZE, **body.model_dump())


@router.post(f"{ONE}/reopen", response=ProposalDetail, operation_id="reopen", summary="Open it again")
@once
def reopen(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Note) -> JsonResponse:
    """What was rejected is forgotten; what was put off need not wait."""
    known = Proposal.objects.filter(pk=proposal_id, state="snoozed").exists()
    return _decided(request, proposal_id, headers, Move.WAKE if known else Move.REOPEN, **body.model_dump())


@router.post(f"{ONE}/assign", response=ProposalDetail, operation_id="assign", summary="Give it to a reviewer")
@once
def assign(request: HttpRequest, proposal_id: int, headers: Header[Conditions], body: Assigned) -> JsonResponse:
    return _decided(request, proposal_id, headers, Move.ASSIGN, **body.model_dump())


@router.post(f"{ONE}/undo", response=ProposalDetail, operation_id="undo", summary="Take the last move back")
@once
def take_back(request: HttpRequest, proposal_id: int, headers: Header[Conditions]) -> JsonResponse:
    actor = acting(request, Action.REVIEW, readable_proposal(request, proposal_id).site)
    return answer(undo(proposal_id, headers.version(), actor))
