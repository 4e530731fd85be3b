"""What became of one proposal, from its log."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from seo_meta.core.propose import Field
from seo_meta.models import Proposal

from .screens import Admin, render, screen
from .shown import path_of, pieces


@screen(Proposal, "<int:id>/history/", name="history")
def history(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    """In the place of the admin's own history, which knows nothing of decisions."""
    proposal = get_object_or_404(model_admin.get_queryset(request), pk=id)
    steps, before = [], proposal.current
    for one in proposal.transitions.order_by("version"):
        changed = pieces(Field(proposal.field), before, one.value) if one.value != before else ()
        steps.append((one, changed))
        before = one.value
    context = {"proposal": proposal, "path": path_of(proposal.url), "steps": steps[::-1]}
    return render(model_admin, request, "history.html", "History", context)
