"""Search for the visitors of a site, who log in nowhere: titles and passages of pages that are public anyway."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from ml_search.core.answer import Answer
from ml_search.selectors import public_site
from ml_search.services.log_search import log_click
from seo_meta.selectors import Action, sites_for

from .schemas import Ask, ClickIn, PublicAnswerOut, wish_of

router = Router(tags=["search"])

VISITOR = "a visitor"
"""Whom no other operation knows. The throttle counts by address."""


def anybody(request: HttpRequest) -> str:
    return VISITOR


@router.get(
    "/search/public",
    response=PublicAnswerOut,
    auth=anybody,
    operation_id="search_as_visitor",
    summary="Search a site that lets anybody search it",
    description="For scripts on the pages of the sites in SITEAGENT_PUBLIC_SEARCH, whose browsers may read the answer.",
)
def search_as_visitor(request: HttpRequest, response: HttpResponse, ask: Query[Ask]) -> Answer:
    from ml_search.services.search import search

    site = public_site(ask.site, sites_for(True, Action.READ))
    response["Access-Control-Allow-Origin"] = origin_of(site.base_url)
    response["Cache-Control"] = "no-store"
    return search(site, wish_of(ask))


@router.post(
    "/search/click",
    response={204: None},
    auth=anybody,
    operation_id="log_click",
    summary="Say which hit was chosen",
    description="It takes the `query_id` of an answer, for an hour. The body is JSON whatever its type says, so that a "
    "browser need not ask first.",
)
def click(request: HttpRequest, chosen: ClickIn) -> Status[None]:
    log_click(chosen.query_id, chosen.page, chosen.place)
    return Status(204, None)


def origin_of(url: str) -> str:
    """As browsers write it (RFC 6454)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
