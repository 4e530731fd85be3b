"""The inbox: what waits for a decision, and what was decided."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from seo_meta.core.review import Move, State, allowed
from seo_meta.models import Proposal
from seo_meta.selectors import Action, sites_for
from seo_meta.selectors.inbox import PULL_REQUEST, TABS, list_page, tab_counts, wanted_proposals

from .inbox_form import InboxForm, cursor
from .screens import Admin, render, screen
from .shown import row, site_names

TAB_NAMES = {
    "open": "Open",
    "low": "Low confidence",
    "stale": "Stale",
    "snoozed": "Snoozed",
    "approved": "Approved",
    PULL_REQUEST: "In pull request",
    "applied": "Applied",
    "rejected": "Rejected",
    "abstained": "Nothing found",
}
MOVE_NAMES = {
    Move.APPROVE: "Approve",
    Move.UNAPPROVE: "Take back approval",
    Move.REJECT: "Reject",
    Move.SNOOZE: "Snooze",
    Move.WAKE: "Wake",
    Move.REOPEN: "Reopen",
    Move.ASSIGN: "Assign",
}
"""Those that can be made with many proposals at once."""
READ = (
    *("site_id", "url", "file", "field", "language", "state", "current", "value", "confidence", "candidates"),
    *("treatment", "reason", "rules", "generator", "worth", "worth_reason", "version", "revision", "edited_by_name"),
    *("created_at", "snoozed_until", "approved_by_name", "assignee__username", "pull_request"),
)


@screen(Proposal, "inbox/", name="inbox", in_menu="Inbox")
def inbox(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    sites = list(sites_for(request.user, Action.READ).order_by("base_url"))
    form = InboxForm(request.GET, sites)
    wanted = form.wanted()
    proposals = model_admin.get_queryset(request)
    found = wanted_proposals(proposals, wanted, sites).select_related("assignee").only(*READ)
    listed = list_page(found, cursor(request.GET))
    counts = tab_counts(proposals if wanted.site is None else proposals.filter(site=wanted.site))
    context = {
        "form": form,
        "is_narrowed": any(request.GET.get(name) for name in form.fields if name != "tab"),
        "tab": wanted.tab,
        "tabs": [(tab, TAB_NAMES[tab], counts[tab]) for tab in TABS],
        "rows": [row(proposal) for proposal in listed.proposals],
        "listed": listed,
        "sites": site_names(sites) if len(sites) > 1 else {},
        "moves": _moves(wanted.tab),
    }
    return render(model_admin, request, "inbox.html", "Inbox", context)


def _moves(tab: str) -> list[tuple[Move, str]]:
    state = State.OPEN if tab in ("low", PULL_REQUEST) else State(tab)
    return [(move, MOVE_NAMES[move]) for move in allowed(state) if move in MOVE_NAMES]
