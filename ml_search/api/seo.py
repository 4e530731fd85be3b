"""What search knows for SEO. Services are imported where they are asked: they load numpy, and Django starts without."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.apps import apps
from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from ml_search.models import IndexedPage
from seo_meta.selectors import Action, find_run, sites_for

if TYPE_CHECKING:
    from seo_meta.models import Run, Site

router = Router(tags=["search for SEO"])

CANNIBALISATION = "semantic.cannibalisation"
Limit = Annotated[int, Query(ge=1, le=50)]
Address = Annotated[str, Query(min_length=1, max_length=2_000, pattern=r"^[^\u0000]*$")]


class Documented(Schema):
    model_config = ConfigDict(use_attribute_docstrings=True)


class RelatedOut(Documented):
    page: int | None
    """The page in the run that was indexed; null after that was deleted."""
    url: str
    title: str
    score: float
    """Cosine similarity."""


class LinkSuggestionOut(Documented):
    page: int | None
    url: str
    title: str
    score: float
    """Orders the suggestions of one page."""
    sentence: str
    """As the source has it, word for word."""
    start: int
    """Where the anchor text begins in the sentence, in characters from 0."""
    end: int
    anchor_text: str
    fragment: str
    """That leads near the sentence; empty for the top of the page."""


class RivalsOut(Documented):
    page: int | None
    url: str
    message: str
    evidence: str
    """The query for which both pages are on top, and the other page."""


class CannibalisationOut(Documented):
    run: int
    outcome: str
    """`pass`, `fail`, `inconclusive`; `not-run` where the rule did not run."""
    findings: list[RivalsOut]
    """Where inconclusive, the reason."""


class GapOut(Documented):
    queries: list[str]
    """Spellings, the commonest first."""
    searches: Annotated[int, Field(ge=1)]
    last: datetime
    nearest_url: str | None
    nearest_title: str
    score: float
    """Cosine similarity to the nearest passage; 0 where that cannot be told."""


class RedirectOut(Documented):
    url: str | None
    """null when no page is good enough."""
    title: str
    score: float
    evidence: str
    """What the page was found by."""


@router.get(
    "/pages/{page_id}/related",
    response=list[RelatedOut],
    operation_id="list_related_pages",
    summary="List the pages that are about the same",
)
def related(request: HttpRequest, page_id: int, limit: Limit = 10) -> list[dict[str, Any]]:
    from ml_search.services.related import related_pages

    found = related_pages(_indexed(request, page_id), limit)
    return [{**_page(one.page), "score": round(one.score, 4)} for one in found]


@router.get(
    "/pages/{page_id}/link-suggestions",
    response=list[LinkSuggestionOut],
    operation_id="list_link_suggestions",
    summary="List links that the page could have, with the sentence where each may stand",
)
def link_suggestions(request: HttpRequest, page_id: int, limit: Limit = 10) -> list[dict[str, Any]]:
    from ml_search.services.link_suggestions import link_suggestions as suggest

    return [
        {
            **_page(one.target),
            "score": round(one.score, 4),
            "sentence": one.place.sentence,
            "start": one.place.start,
            "end": one.place.end,
            "anchor_text": one.place.anchor_text,
            "fragment": one.anchor,
        }
        for one in suggest(_indexed(request, page_id), limit)
    ]


@router.get(
    "/sites/{site_id}/cannibalisation",
    response=CannibalisationOut,
    operation_id="list_cannibalisation",
    summary="List pages that compete for the same searches, as the latest run found them",
)
def cannibalisation(request: HttpRequest, site_id: int) -> dict[str, Any]:
    run = _latest_run(request, site_id)
    findings = run.findings.filter(rule=CANNIBALISATION).select_related("page").order_by("pk")
    outcome = next(iter(run.outcomes.get(CANNIBALISATION, {})), "not-run")
    rows = [
        {
            "page": row.page_id,
            "url": row.page.url if row.page else run.site.base_url,
            "message": row.message,
            "evidence": row.evidence,
        }
        for row in findings
    ]
    return {"run": run.pk, "outcome": outcome, "findings": rows}


@router.get(
    "/sites/{site_id}/gaps",
    response=list[GapOut],
    operation_id="list_content_gaps",
    summary="List what is searched for and not found, with the nearest page",
)
def gaps(request: HttpRequest, site_id: int, limit: Limit = 50) -> list[dict[str, Any]]:
    from ml_search.services.content_gaps import content_gaps

    return [
        {
            "queries": gap.queries,
            "searches": gap.searches,
            "last": gap.last,
            "nearest_url": gap.nearest.url if gap.nearest else None,
            "nearest_title": gap.nearest.title if gap.nearest else "",
            "score": round(gap.score, 4),
        }
        for gap in content_gaps(_site(request, site_id).pk, limit)
    ]


@router.get(
    "/sites/{site_id}/redirect-target",
    response=RedirectOut,
    operation_id="find_redirect_target",
    summary="Find where an address that is gone should lead",
)
def redirect_target(request: HttpRequest, site_id: int, url: Address) -> dict[str, Any]:
    from ml_search.services.redirect_target import redirect_target as find

    found = find(_latest_run(request, site_id), url)
    if found is None:
        return {"url": None, "title": "", "score": 0.0, "evidence": ""}
    title = found.page.title
    return {"url": found.page.url, "title": title, "score": round(found.score, 4), "evidence": found.evidence}


def _page(page: IndexedPage) -> dict[str, Any]:
    return {"page": page.page_id, "url": page.url, "title": page.title}


def _indexed(request: HttpRequest, page_id: int) -> IndexedPage:
    """The page of that id in any run, as the index has it. Raises Http404, also for one that the caller may not see."""
    readable = sites_for(request.auth, Action.READ)  # type: ignore[attr-defined]
    pages = apps.get_model("seo_meta", "Page").objects.filter(pk=page_id, run__site__in=readable)
    row = pages.values_list("run__site", "key").first()
    if row is None:
        raise Http404(f"There is no page {page_id}.")
    found = IndexedPage.objects.filter(site=row[0], key=bytes(row[1])).first()
    if found is None:
        raise Http404(f"The page {page_id} is not in the search index. Run ml_index, if search engines may show it.")
    return found


def _site(request: HttpRequest, site_id: int) -> "Site":
    site = sites_for(request.auth, Action.READ).filter(pk=site_id).first()  # type: ignore[attr-defined]
    if site is None:
        raise Http404(f"There is no site {site_id}.")
    return site


def _latest_run(request: HttpRequest, site_id: int) -> "Run":
    """Raises RunError when the site has no finished one."""
    return find_run(among=_site(request, site_id).runs.all())
