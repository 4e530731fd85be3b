"""Decisions about many proposals: those that were ticked in the inbox, as they were then, after a second look."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from seo_meta.core.review import Move
from seo_meta.models import Proposal
from seo_meta.selectors import Action, within_reach
from seo_meta.services.review import Result, decide_many

from .decision_form import DecisionForm, actor_of
from .inbox import MOVE_NAMES
from .screens import Admin, render, require_review, screen
from .shown import row

SAMPLES = 3
MAX_ITEMS = 200

Item = tuple[int, int]
"""Id and version of a proposal, as the list showed it."""

OUTCOMES = {
    "ok": "Done",
    "conflict": "Changed meanwhile: look again",
    "blocked": "Held back",
    "not-allowed": "Not possible",
    "gone": "No longer there",
}


@screen(Proposal, "inbox/decide/", name="bulk")
def bulk(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    """Ask once more, and with `confirmed` decide."""
    return require_POST(_bulk)(request, model_admin)


def _bulk(request: HttpRequest, model_admin: Admin) -> HttpResponseBase:
    require_review(request)
    move, items = _move(request.POST), _items(request.POST)
    back = QueryDict(request.POST.get("back", "")).urlencode()
    if not items:
        return redirect(f"../?{back}")
    mine = within_reach(model_admin.get_queryset(request), request.user, Action.REVIEW, "site")
    proposals = {one.pk: one for one in mine.filter(pk__in=[id for id, _ in items])}
    form = _BulkForm(move, request.POST if "confirmed" in request.POST else None)
    if not form.is_valid():
        context = _question(items, proposals)
        return render(
            model_admin, request, "bulk.html", MOVE_NAMES[move], {"form": form, "move": move, "back": back, **context}
        )
    known = [item for item in items if item[0] in proposals]
    results = decide_many(known, move, actor_of(request), **form.details())
    results += [Result(id, "gone", "There is no such proposal.", 0) for id, _ in items if id not in proposals]
    context = {"outcomes": _outcomes(results, proposals), "move": move, "back": back, "counts": _counts(results)}
    return render(model_admin, request, "bulk_done.html", MOVE_NAMES[move], context)


class _BulkForm(DecisionForm):
    force = forms.BooleanField(
        required=False, label="Also those that guardrails or earlier rejections hold back, or that nobody has read"
    )

    def __init__(self, move: Move, data: Any = None) -> None:
        super().__init__(move, data)
        if move is Move.APPROVE:
            self.fields["force"] = self.base_fields["force"]
        else:
            self.fields.pop("force", None)

    def clean(self) -> None:
        if self.cleaned_data.get("force") and not self.cleaned_data.get("note"):
            self.add_error("note", "Say why.")


def _move(data: QueryDict) -> Move:
    try:
        move = Move(data.get("move", ""))
    except ValueError:
        raise SuspiciousOperation("There is no such decision.") from None
    if move not in MOVE_NAMES:
        raise SuspiciousOperation("This is decided for one proposal at a time.")
    return move


def _items(data: QueryDict) -> list[Item]:
    """The ticked ones, each once. Raises SuspiciousOperation for what our list does not send."""
    pairs = [value.partition(":")[::2] for value in data.getlist("item")[:MAX_ITEMS]]
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for pair in pairs for text in pair):
        raise SuspiciousOperation("A proposal is named by its id and version.")
    return list({int(id): (int(id), int(version)) for id, version in pairs}.values())


def _question(items: list[Item], proposals: dict[int, Proposal]) -> dict[str, Any]:
    """What is about to be decided: how much of what, and the first few."""
    known = [proposals[id] for id, _ in items if id in proposals]
    return {
        "items": [f"{id}:{version}" for id, version in items],
        "fields": sorted(Counter(one.field for one in known).items()),
        "confidences": sorted(Counter(one.confidence for one in known if one.confidence).items()),
        "changed": sum(proposals[id].version != version for id, version in items if id in proposals),
        "samples": [row(one) for one in known[:SAMPLES]],
        "total": len(items),
    }


def _counts(results: list[Result]) -> list[tuple[str, int]]:
    counts = Counter(result.status for result in results)
    return [(OUTCOMES[status], counts[status]) for status in OUTCOMES if counts[status]]


def _outcomes(results: list[Result], proposals: dict[int, Proposal]) -> list[dict[str, Any]]:
    """Those that failed first: they need a second look."""
    ordered = sorted(results, key=lambda result: result.status == "ok")
    return [
        {
            "result": result,
            "outcome": OUTCOMES[result.status],
            "row": row(proposals[result.id]) if result.id in proposals else None,
        }
        for result in ordered
    ]
