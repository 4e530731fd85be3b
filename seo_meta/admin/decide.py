"""One decision in focus mode: taken, and on to the next; or not taken, and why."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from seo_meta.core.defang import visible
from seo_meta.core.propose import Field
from seo_meta.core.review import Move, RejectReason
from seo_meta.errors import BlockedByGuardrail, ReviewError, Suppressed, VersionConflict
from seo_meta.models import Proposal
from seo_meta.selectors.page_review import neighbour, page_proposals, value_at
from seo_meta.services.review import decide, undo

from .decision_form import DecisionForm, actor_of
from .focus import address, check, find, queue, show
from .screens import Admin, is_swap, render, require_review, screen
from .shown import path_of, pieces, readable

UNDO = "undo"
KEEP = "keep"
"""What the page has is meant so: a rejection with that reason."""
STAYS = (Move.EDIT, Move.UNAPPROVE, Move.REOPEN, Move.WAKE, Move.ASSIGN)
"""After these there is still something to decide about the proposal."""


@screen(Proposal, "review/<int:id>/decide/", name="decide")
def decide_one(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    return require_POST(_decide_one)(request, model_admin, id)


@screen(Proposal, "review/<int:id>/check/", name="check")
def check_value(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    """What would be said of a value, while it is written."""
    proposal = find(model_admin, request, id)
    context = {"proposal": proposal, **check(proposal, request.POST.get("value", proposal.value))}
    return render(model_admin, request, "_check.html", "Check", context)


def _decide_one(request: HttpRequest, model_admin: Admin, id: int) -> HttpResponseBase:
    proposal = find(model_admin, request, id)
    require_review(request, proposal.site)
    filters = QueryDict(request.POST.get("back", ""))
    try:
        move = _take(proposal, request)
    except VersionConflict:
        return _conflict(model_admin, request, find(model_admin, request, id), filters)
    except ReviewError as error:
        return show(model_admin, request, proposal, filters, status=422, refused=_refused(error, request.POST))
    return redirect(_onward(model_admin, request, proposal, move, filters))


def _take(proposal: Proposal, request: HttpRequest) -> str:
    """Take the decision that was sent, and say which it was. Raises ReviewError."""
    data, actor = request.POST, actor_of(request)
    version = _number(data.get("version", ""))
    if data.get("move") == UNDO:
        undo(proposal.pk, version, actor)
        return UNDO
    move, words = _words(proposal, data)
    decide(proposal.pk, version, move, actor, **words)
    return move


def _words(proposal: Proposal, data: QueryDict) -> tuple[Move, dict[str, Any]]:
    if data.get("move") == KEEP:
        return Move.REJECT, {"reason": RejectReason.INTENTIONAL, "note": data.get("note", "")}
    try:
        move = Move(data.get("move", ""))
    except ValueError:
        raise SuspiciousOperation("There is no such decision.") from None
    form = DecisionForm(move, data)
    if not form.is_valid():
        faults = "; ".join(f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items())
        raise ReviewError(faults)
    words = form.details()
    if move in (Move.APPROVE, Move.EDIT):
        words |= {**_value(proposal, data), "override": "override" in data}
    return move, words


def _value(proposal: Proposal, data: QueryDict) -> dict[str, Any]:
    """What was written, or else the candidate that was picked. Without JavaScript the one does not follow the other:
    a text that is still the one that the form came with was not written."""
    written, came_with = _same(data.get("value", "")), _same(data.get("came_with", ""))
    offered = [_same(offer.value) for offer in proposal.read_candidates()]
    if written != came_with:
        return {"candidate": offered.index(written)} if written in offered else {"value": written}
    number = data.get("candidate", "")
    return {"candidate": _number(number)} if number and offered[_number(number) :][:1] != [came_with] else {}


def _same(text: str) -> str:
    """Forms send line ends as CRLF, and add one; PostgreSQL takes no NUL."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise SuspiciousOperation("A number is missing.")
    return int(text)


def _refused(error: ReviewError, data: QueryDict) -> dict[str, Any]:
    may_override = isinstance(error, BlockedByGuardrail | Suppressed)
    return {"why": visible(str(error)), "value": data.get("value", ""), "may_override": may_override}


def _onward(model_admin: Admin, request: HttpRequest, proposal: Proposal, move: str, filters: QueryDict) -> str:
    """Where to go on: with what the queue has of the same page, then with the next page, then from the start."""
    if move in STAYS or move == UNDO:
        return address(proposal.pk, filters, done=proposal.pk)
    waiting = queue(model_admin, request, filters)
    of_page = [one.pk for one in page_proposals(waiting, proposal) if one.pk != proposal.pk]
    onward = next(iter(of_page), None) or neighbour(waiting, proposal)
    if onward:
        return address(onward, filters, done=proposal.pk)
    query = filters.copy()
    query["done"] = str(proposal.pk)
    return reverse("admin:seo_meta_review", query=query)


def _conflict(model_admin: Admin, request: HttpRequest, proposal: Proposal, filters: QueryDict) -> HttpResponseBase:
    """Somebody else was first: what both started from, what they made of it, and what was sent."""
    field = Field(proposal.field)
    base = value_at(proposal, _number(request.POST.get("version", "")))
    mine = _same(request.POST.get("value", "")) or base
    context = {
        "proposal": proposal,
        "path": path_of(proposal.url),
        "base": readable(field, base),
        "theirs": pieces(field, base, proposal.value),
        "mine": pieces(field, base, mine),
        "value": mine,
        "differs": mine != proposal.value,
        "last": proposal.transitions.last(),
        "back": filters.urlencode(),
        "address": address(proposal.pk, filters),
    }
    template = "_conflict.html" if is_swap(request) else "conflict.html"
    return render(model_admin, request, template, "Somebody was first", context, status=409)
