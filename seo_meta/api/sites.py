from typing import Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router
from ninja.pagination import paginate

from seo_meta.models import Run, Site
from seo_meta.selectors import finished_runs

from .reach import readable_sites
from .schemas import RunCountOut, SiteOut, rows

router = Router(tags=["sites"])

Ordering = Literal["id", "-id", "base_url", "-base_url"]


@router.get("/sites", response=list[SiteOut], operation_id="list_sites", summary="List sites")
@paginate
def list_sites(request: HttpRequest, ordering: Ordering = "base_url") -> QuerySet[Site, dict[str, Any]]:
    return rows(readable_sites(request).order_by(ordering, "id"), SiteOut)


@router.get(
    "/sites/{site_id}/history",
    response=list[RunCountOut],
    operation_id="list_site_history",
    summary="Count the findings of a site's runs, the latest first",
)
@paginate
def list_history(request: HttpRequest, site_id: int) -> QuerySet[Run, dict[str, Any]]:
    """Every run that was judged to its end. A trend: runs of other pages or other rules count other things."""
    site = readable_sites(request).filter(pk=site_id).first()
    if site is None:
        raise Http404(f"There is no site {site_id}.")
    return rows(finished_runs(site).order_by("-pk"), RunCountOut)
