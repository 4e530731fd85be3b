"""How a page looks in search results and in shared links: documents of their own, to be framed without any rights.

They hold text of pages, so they run nothing, load nothing but our style sheet, and cannot be left.
"""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from seo_meta.core.as_proposed import as_proposed
from seo_meta.core.propose import Field
from seo_meta.core.search_result import search_result
from seo_meta.core.shared_card import shared_cards
from seo_meta.core.types import PageFacts
from seo_meta.core.width_profiles import DEVICES, newest
from seo_meta.models import Page, Proposal
from seo_meta.selectors import values_for_page

from .screens import Admin, screen

KINDS = {"serp": "Search results", "social": "Shared links"}
FRAMED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
MAX_VALUE = 20_000


def preview_frames(row: Page | Proposal, **query: object) -> list[dict[str, str]]:
    """What `_previews.html` needs to frame the previews of a page or a proposal; `query` goes to the previews."""
    model = row._meta.model_name
    return [
        {
            "kind": kind,
            "title": title,
            "url": reverse(f"admin:seo_meta_{model}_preview", args=(row.pk, kind), query=query or None),
        }
        for kind, title in KINDS.items()
    ]


@screen(Page, "<int:id>/preview/<str:kind>/", name="page_preview")
@xframe_options_sameorigin
def page_preview(model_admin: Admin, request: HttpRequest, id: int, kind: str) -> HttpResponseBase:
    """A page as it is."""
    page: Page = get_object_or_404(model_admin.get_queryset(request).defer(None), pk=id)
    return _document(request, kind, [("Now", page.read_facts())])


@screen(Proposal, "<int:id>/preview/<str:kind>/", name="proposal_preview")
@xframe_options_sameorigin
def proposal_preview(model_admin: Admin, request: HttpRequest, id: int, kind: str) -> HttpResponseBase:
    """The page of a proposal as it is and as it will be with all that is proposed for it. `?candidate=1` shows another
    candidate than the first, `?value=` what a reviewer writes."""
    proposal: Proposal = get_object_or_404(model_admin.get_queryset(request).select_related("page"), pk=id)
    now = _facts_of(proposal)
    values = {**values_for_page(proposal), Field(proposal.field): _chosen(proposal, request.GET)}
    then = as_proposed(now, {field: value for field, value in values.items() if value})
    return _document(request, kind, [("Now", now), ("Proposed", then)])


def _facts_of(proposal: Proposal) -> PageFacts:
    """Of the page, or what the proposal itself knows of it when its run is gone."""
    if proposal.page is not None:
        return proposal.page.read_facts()
    known = {Field(proposal.field): proposal.current} if proposal.current else {}
    return as_proposed(PageFacts(url=proposal.url, key=""), known)


def _chosen(proposal: Proposal, query: Mapping[str, Any]) -> str:
    written = str(query.get("value", ""))[:MAX_VALUE]
    number = str(query.get("candidate", ""))
    offers = proposal.read_candidates()
    if not written and number in map(str, range(len(offers))):
        return offers[int(number)].value
    return written or proposal.value


def _document(request: HttpRequest, kind: str, versions: list[tuple[str, PageFacts]]) -> TemplateResponse:
    if kind not in KINDS:
        raise Http404(f"There is no preview {kind!r}.")
    context = {"kind": kind, "title": KINDS[kind], **(_results(versions) if kind == "serp" else _cards(versions))}
    response = TemplateResponse(request, "admin/seo_meta/preview.html", context)
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _results(versions: list[tuple[str, PageFacts]]) -> dict[str, Any]:
    devices = [
        {"name": device, "results": [(label, search_result(page, device)) for label, page in versions]}
        for device in DEVICES
    ]
    return {"devices": devices, "profile_date": newest(DEVICES[0]).date}


def _cards(versions: list[tuple[str, PageFacts]]) -> dict[str, Any]:
    drawn = [(label, shared_cards(page)) for label, page in versions]
    networks = [
        {"name": cards[0].network, "cards": list(zip([label for label, _ in drawn], cards, strict=True))}
        for cards in zip(*(cards for _, cards in drawn), strict=True)
    ]
    return {"networks": networks}
