"""Focus mode: one page at a time, with a verdict for each of its fields."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import push_url

from seo_meta.core.defang import visible
from seo_meta.core.findings import Outcome
from seo_meta.core.highlight import highlight
from seo_meta.core.propose import Field
from seo_meta.core.review import RejectReason, allowed
from seo_meta.core.urls import is_http
from seo_meta.models import Proposal
from seo_meta.selectors import Action, sites_for
from seo_meta.selectors.inbox import wanted_proposals
from seo_meta.selectors.page_review import asking_findings, like_it, neighbour, page_proposals
from seo_meta.services.review_checks import told

from .decision_form import SCOPES
from .inbox_form import InboxForm
from .previews import preview_frames
from .screens import Admin, is_swap, render, screen
from .shown import meters, objection, path_of, pieces, readable, reasons_of, tone

SNOOZE_DAYS = 7
MAX_IN_ADDRESS = 1_000
MAX_EVIDENCE = 50_000
KEPT = ("site", "run", "page", "assignee")
UNREAD = ("page__links", "page__followed", "page__fragments", "page__ids", "page__resources", "page__outbound")
HEAVY_RUN = ("run__files", "run__robots", "run__llms", "run__sitemaps", "run__skipped", "run__outcomes", "run__styles")


@screen(Proposal, "review/", name="review", in_menu="Review")
def review(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    """The first of the queue that the filters make."""
    first = queue(model_admin, request, request.GET).order_by("-worth", "id").values_list("pk", flat=True).first()
    if first is None:
        template = "_focus_done.html" if is_swap(request) else "focus_done.html"
        return render(model_admin, request, template, "Review", {"done": done(model_admin, request)})
    led_here = {"done": request.GET["done"]} if "done" in request.GET else {}
    return redirect(address(first, request.GET, **led_here))


@screen(Proposal, "review/<int:id>/", name="focus")
def focus(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    chosen = find(model_admin, request, id)
    return show(model_admin, request, chosen, request.GET)


def find(model_admin: Admin, request: HttpRequest, id: int) -> Proposal:
    known = model_admin.get_queryset(request).select_related(*KEPT).defer(*UNREAD, *HEAVY_RUN)
    proposal: Proposal = get_object_or_404(known, pk=id)
    return proposal


def queue(model_admin: Admin, request: HttpRequest, filters: QueryDict) -> Any:
    sites = list(sites_for(request.user, Action.READ).order_by("base_url"))
    return wanted_proposals(model_admin.get_queryset(request), InboxForm(filters, sites).wanted(), sites)


def address(id: int, filters: QueryDict, **more: object) -> str:
    """Of a proposal in focus mode, with the filters that the reviewer came by."""
    query = filters.copy()
    for name in ("after", "before", "done"):
        query.pop(name, None)
    for name, value in more.items():
        query[name] = str(value)
    return reverse("admin:seo_meta_focus", args=(id,), query=query or None)


def show(
    model_admin: Admin,
    request: HttpRequest,
    chosen: Proposal,
    filters: QueryDict,
    *,
    status: int = 200,
    refused: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """The page of a proposal. `refused` says of a decision that was not taken why, and what was written with it."""
    proposals = model_admin.get_queryset(request)
    waiting = queue(model_admin, request, filters)
    before, after = (neighbour(waiting, chosen, backwards=backwards) for backwards in (True, False))
    cards = [card(one, active=one.pk == chosen.pk, refused=refused) for one in page_proposals(proposals, chosen)]
    context = {
        "chosen": chosen,
        "path": path_of(chosen.url),
        "live_url": chosen.url if is_http(chosen.url) else "",
        "cards": cards,
        "before": address(before, filters) if before else "",
        "after": address(after, filters) if after else "",
        "back": filters.urlencode(),
        "done": done(model_admin, request),
        "refused": refused,
        "previews": preview_frames(chosen, **_previewed(refused)),
        "page": evidence(chosen),
        "findings": [objection(one) for one in asking_findings(chosen)],
        "siblings": [(one, path_of(one.url)) for one in like_it(proposals, chosen)],
        "reasons": list(enumerate(RejectReason, start=1)),
        "scopes": list(SCOPES.items()),
        "snooze_until": (timezone.now() + timedelta(days=SNOOZE_DAYS)).date(),
    }
    template = "_focus.html" if is_swap(request) else "focus.html"
    response = render(model_admin, request, template, "Review", context, status=status)
    if is_swap(request) and status == 200:
        push_url(response, address(chosen.pk, filters))
    return response


def _previewed(refused: dict[str, Any] | None) -> dict[str, str]:
    """What was written goes into an address, which servers limit."""
    return {"value": refused["value"]} if refused and len(refused["value"]) <= MAX_IN_ADDRESS else {}


def card(proposal: Proposal, *, active: bool, refused: dict[str, Any] | None) -> dict[str, Any]:
    """One field of the page."""
    field = Field(proposal.field)
    written = refused["value"] if refused and active else proposal.value
    return {
        "proposal": proposal,
        "active": active,
        "refused": refused if active else None,
        "written": written,
        "rows": 2 if field is Field.TITLE else 4 if field is Field.DESCRIPTION else 7,
        "is_bare": not (active or proposal.value),
        "is_plain": field not in (Field.SOCIAL, Field.JSON_LD),
        "current": readable(field, proposal.current),
        "value": readable(field, proposal.value),
        "offers": [
            {"number": number, "offer": offer, "text": readable(field, offer.value), "tone": tone(offer.confidence)}
            for number, offer in enumerate(proposal.read_candidates())
        ],
        "reasons": reasons_of(proposal),
        "tone": tone(proposal.confidence),
        "state_tone": tone(proposal.state),
        "moves": allowed(proposal.state),
        "history": proposal.transitions.order_by("-id")[:20],
        **check(proposal, written),
    }


def check(proposal: Proposal, value: str) -> dict[str, Any]:
    """What a value looks like beside the one that the page has, and what our rules would say of it."""
    field = Field(proposal.field)
    found = told(proposal, value) if value else []
    return {
        "meters": meters(field, value),
        "pieces": pieces(field, proposal.current, value) if value else (),
        "told": [objection(one) for one in found if one.outcome is Outcome.FAIL],
    }


def evidence(proposal: Proposal) -> dict[str, Any]:
    """What the page says, with what the candidates rest on marked in its text."""
    if proposal.page is None:
        return {}
    facts = proposal.page.read_facts()
    quotes = [quote for offer in proposal.read_candidates() for quote in offer.evidence]
    marked = highlight(facts.text[:MAX_EVIDENCE], [quote.text for quote in quotes if quote.source != "url"])
    elsewhere = {(quote.source, visible(quote.text)) for quote in quotes if quote.text not in facts.text}
    return {
        "h1": [visible(heading.text) for heading in facts.headings if heading.level == 1],
        "title": visible(facts.title),
        "description": visible(facts.description),
        "parts": [(visible(part.text), part) for part in marked],
        "elsewhere": sorted(elsewhere),
    }


def done(model_admin: Admin, request: HttpRequest) -> dict[str, Any] | None:
    """The decision that led here, which can be taken back."""
    id = request.GET.get("done", "")
    if not (id.isascii() and id.isdigit() and len(id) < 19):
        return None
    proposal = model_admin.get_queryset(request).filter(pk=int(id)).first()
    last = proposal.transitions.last() if proposal else None
    if proposal is None or last is None:
        return None
    return {"proposal": proposal, "last": last, "path": path_of(proposal.url), "words": PAST.get(last.move, last.move)}


PAST = {
    "approve": "Approved",
    "unapprove": "Took back the approval of",
    "reject": "Rejected",
    "edit": "Edited",
    "snooze": "Snoozed",
    "wake": "Woke",
    "reopen": "Reopened",
    "assign": "Assigned",
    "undo": "Took back the last decision about",
}
