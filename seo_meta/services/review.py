"""Decisions about proposals: one guarded change each, with a row in the log, by whomever takes it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core.propose import Confidence, Treatment
from seo_meta.core.review import CURRENT, MOVES, UNDECIDED, UNDOABLE, Move, RejectReason, Scope, State
from seo_meta.core.site import target_key
from seo_meta.errors import NoProposal, NotAllowed, ReviewError, VersionConflict
from seo_meta.models import Proposal, Rejection
from seo_meta.selectors import brand_of, due_proposals

from .decision import Decision, changes_of
from .rejections import lift, lift_rejection, remember
from .review_checks import require_own, require_passing, require_shape, require_wanted
from .transitions import RUN, Actor, change, conflict, take_turn

__all__ = ["Actor", "Result", "decide", "decide_many", "lift_rejection", "undo", "wake_due"]


class Result(msgspec.Struct, frozen=True):
    """What became of one proposal of several: `ok`, `conflict`, `blocked`, `not-allowed` or `gone`; `version` is the
    one that it has now, 0 when it is gone."""

    id: int
    status: str
    detail: str
    version: int


STATUS = {
    "version-conflict": "conflict",
    "blocked-by-guardrail": "blocked",
    "suppressed": "blocked",
    "not-allowed": "not-allowed",
    "not-found": "gone",
}


def decide(
    proposal_id: int,
    version: int,
    move: Move,
    actor: Actor,
    *,
    value: str | None = None,
    candidate: int | None = None,
    reason: RejectReason | None = None,
    scope: Scope | None = None,
    until: datetime | None = None,
    assignee: int | None = None,
    note: str = "",
    override: bool = False,
) -> Proposal:
    """Make one move with the proposal as it was at `version`, and return it as it is then.

    Approving takes the value as it stands, that of a `candidate` (from 0), or a new `value`; editing takes one of the
    two. Rejecting needs a reason, with the scope that follows from it unless one is given; its scope `days` and
    snoozing need `until`. `override` with a note passes over guardrails and earlier rejections.

    Raises NoProposal, VersionConflict, NotAllowed, BlockedByGuardrail or Suppressed; then nothing has changed.
    """
    decision = Decision(move, value, candidate, reason, scope, until, assignee, note, override)
    with transaction.atomic():
        proposal = _read(proposal_id, version)
        state = _next_state(proposal, move)
        brand = brand_of(proposal.run)
        changes = changes_of(decision, proposal, actor, brand)
        if move in (Move.APPROVE, Move.EDIT):
            _require_good(proposal, changes.get("value"), decision, brand)
        _make_room(proposal, state)
        logged = change(proposal, move, actor, state, changes, note=note)
        if move is Move.REJECT:
            reason, scope = decision.rejection()
            remember(proposal, reason, scope, actor, brand=brand, note=note, until=until)
        elif move is Move.REOPEN:
            lift(Rejection.objects.filter(proposal=proposal), actor, logged.at)
    return proposal


def decide_many(
    items: Iterable[tuple[int, int]], move: Move, actor: Actor, *, force: bool = False, **details: Any
) -> list[Result]:
    """The same for each pair of id and version by itself, with a result for each.

    Approving leaves out what is to be read first: low confidence, advisory, the home page. `force` takes these too and,
    when there is a note that says why, what guardrails block.
    """
    listed = list(items)
    unread = _to_be_read(id for id, _ in listed) if move is Move.APPROVE and not force else {}
    return [_one_of_many(id, version, move, actor, unread.get(id), force, details) for id, version in listed]


def undo(proposal_id: int, version: int, actor: Actor) -> Proposal:
    """Take back the last move, as long as nothing is written into the source. Raises as `decide` does."""
    with transaction.atomic():
        proposal = _read(proposal_id, version)
        last = proposal.transitions.last()
        if last is None or last.move not in MOVES or last.client == RUN.client or proposal.state not in UNDOABLE:
            raise NotAllowed(f"There is nothing to undo: no reviewer's move was the last of proposal {proposal_id}.")
        columns = {field.attname: field for field in Proposal._meta.concrete_fields}
        changes = {name: columns[name].to_python(value) for name, value in last.before.items()}
        _make_room(proposal, last.from_state)
        logged = change(proposal, "undo", actor, last.from_state, changes)
        mine = Rejection.objects.filter(proposal=proposal)
        if last.move == Move.REJECT:
            lift(mine, actor, logged.at)
        elif last.move == Move.REOPEN:
            mine.filter(lifted_at=last.at).update(lifted_at=None, lifted_by=None, lifted_by_name="")
    return proposal


def wake_due(site_id: int) -> None:
    """Open the proposals of a site that were put off until now or earlier."""
    for proposal in due_proposals(site_id, timezone.now()):
        with suppress(VersionConflict), transaction.atomic():  # somebody may be deciding about it just now
            change(proposal, Move.WAKE, RUN, State.OPEN, {"snoozed_until": None})


def _read(proposal_id: int, version: int) -> Proposal:
    known = Proposal.objects.select_related("site", "run").defer(
        *("run__files", "run__robots", "run__llms", "run__sitemaps", "run__skipped", "run__outcomes")
    )
    proposal = known.filter(pk=proposal_id).first()
    if proposal is None:
        raise NoProposal(f"There is no proposal {proposal_id}.")
    if proposal.version != version:
        raise conflict(proposal_id)
    return proposal


def _next_state(proposal: Proposal, move: Move) -> State:
    states = MOVES[move]
    if proposal.state not in states:
        known = " or ".join(states)
        raise NotAllowed(f"Proposal {proposal.pk} is {proposal.state}; to {move} it, it must be {known}.")
    state = states[State(proposal.state)]
    return State.ABSTAINED if state is State.OPEN and not proposal.value and move is not Move.EDIT else state


def _require_good(proposal: Proposal, new: str | None, decision: Decision, brand: str) -> None:
    value = proposal.value if new is None else new
    require_shape(proposal, value)
    if decision.override:
        return
    require_wanted(proposal, value, brand)
    require_passing(proposal, value)
    require_own(proposal, value, among_pages=decision.value is not None)


def _make_room(proposal: Proposal, state: str) -> None:
    """A field has one current proposal. One that nobody has touched since a run made it steps aside."""
    if proposal.state in CURRENT or state not in CURRENT:
        return
    take_turn(proposal.site_id)
    others = Proposal.objects.filter(
        site=proposal.site_id, folder=proposal.folder, key=bytes(proposal.key), field=proposal.field, state__in=CURRENT
    )
    other = others.first()
    if other is None:
        return
    if other.version > 1 or other.state not in UNDECIDED:
        raise NotAllowed(f"Proposal {other.pk} for the same field has come since. Decide about that one.")
    change(other, "supersede", RUN, State.SUPERSEDED, {"reason": f"proposal {proposal.pk} is open again"})


def _to_be_read(ids: Iterable[int]) -> dict[int, str]:
    """Why proposals are not approved in bulk, of those that are not."""
    found = {}
    for proposal in Proposal.objects.select_related("site").filter(pk__in=list(ids)):
        if why := _why_to_read(proposal):
            found[proposal.pk] = f"It is {why}: read it, and approve it by itself."
    return found


def _why_to_read(proposal: Proposal) -> str:
    base = proposal.site.base_url
    if bytes(proposal.key) in (target_key(base, clean_urls=True), target_key(base, clean_urls=False)):
        return "of the home page"
    if proposal.revision:
        return ""
    if proposal.treatment == Treatment.ADVISORY:
        return "advisory"
    return "of low confidence" if proposal.confidence == Confidence.LOW else ""


def _one_of_many(
    id: int, version: int, move: Move, actor: Actor, unread: str | None, force: bool, details: dict[str, Any]
) -> Result:
    if unread is not None:
        return Result(id, "blocked", unread, version)
    try:
        override = force and bool(details.get("note"))
        done = decide(id, version, move, actor, override=override, **details)
    except ReviewError as error:
        return Result(id, STATUS[error.problem], str(error), _version_of(id))
    return Result(id, "ok", "", done.version)


def _version_of(id: int) -> int:
    return Proposal.objects.filter(pk=id).values_list("version", flat=True).first() or 0
