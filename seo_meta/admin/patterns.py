"""Review the pattern: proposals that do the same to their pages, to be decided about at once, with exceptions."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from seo_meta.core.defang import visible
from seo_meta.core.patterns import Group
from seo_meta.core.review import State
from seo_meta.models import Proposal
from seo_meta.selectors import open_patterns

from .bulk import MAX_ITEMS
from .inbox import MOVE_NAMES
from .pick_site import SitePicker
from .screens import Admin, render, screen
from .shown import Row, row, tone

MAX_SHOWN = 30
STATES = {State.OPEN: "Proposals", State.ABSTAINED: "Nothing proposed"}


class Shown(NamedTuple):
    """A pattern with some of its proposals. `words` hold text of pages, made harmless."""

    key: str
    words: str
    group: Group
    tone: str
    rows: list[Row]


@screen(Proposal, "patterns/", name="patterns", in_menu="Patterns")
def patterns(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    picker, state, found = _asked(model_admin, request)
    wanted = found[:MAX_SHOWN]
    rows = _rows(model_admin, request, [id for group in wanted for id in group.samples])
    context = {
        "picker": picker,
        "tabs": [(name, state_of, state_of == state) for state_of, name in STATES.items()],
        "state": state,
        "patterns": [_shown(group, [rows[id] for id in group.samples if id in rows]) for group in wanted],
        "more": len(found) - len(wanted),
    }
    return render(model_admin, request, "patterns.html", "Patterns", context)


@screen(Proposal, "patterns/<str:key>/", name="pattern")
def pattern(model_admin: Admin, request: HttpRequest, key: str) -> HttpResponseBase:
    """All proposals of a pattern, ticked; those that are to be left alone are unticked."""
    picker, state, found = _asked(model_admin, request)
    group = next((group for group in found if group.pattern.key == key), None)
    if group is None:
        raise Http404("No proposal has this pattern any more.")
    ids = group.ids[:MAX_ITEMS]
    rows = _rows(model_admin, request, ids)
    context = {
        "picker": picker,
        "state": state,
        "pattern": _shown(group, [rows[id] for id in ids if id in rows]),
        "rest": len(group.ids) - len(ids),
        "moves": MOVE_NAMES,
        "held_back": _held_back(group),
    }
    return render(model_admin, request, "pattern.html", "Review the pattern", context)


def _asked(model_admin: Admin, request: HttpRequest) -> tuple[SitePicker, State, list[Group]]:
    picker = SitePicker(request)
    state = State.ABSTAINED if request.GET.get("state") == State.ABSTAINED else State.OPEN
    proposals: QuerySet[Proposal] = model_admin.get_queryset(request)
    if picker.chosen:
        proposals = proposals.filter(site=picker.chosen)
    return picker, state, open_patterns(proposals, state)


def _rows(model_admin: Admin, request: HttpRequest, ids: Any) -> dict[int, Row]:
    return {one.pk: row(one) for one in model_admin.get_queryset(request).filter(pk__in=list(ids))}


def _shown(group: Group, rows: list[Row]) -> Shown:
    return Shown(group.pattern.key, visible(group.pattern.words), group, tone(group.pattern.confidence), rows)


def _held_back(group: Group) -> str:
    """Why approving them all at once leaves them out unless it is forced."""
    if group.pattern.treatment == "advisory":
        return "advisory"
    return "of low confidence" if group.pattern.confidence == "low" else ""
