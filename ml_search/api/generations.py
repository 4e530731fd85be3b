from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router

from ml_search.services.generations import activate_generation, list_generations
from seo_meta.selectors import Action, require

from .reach import caller_of, readable_site
from .schemas import GenerationOut

if TYPE_CHECKING:
    from seo_meta.models import Site

router = Router(tags=["search"])


@router.get(
    "/sites/{site_id}/index/generations",
    response=list[GenerationOut],
    operation_id="list_generations",
    summary="List the generations of a site's index",
)
def generations(request: HttpRequest, site_id: int) -> list[dict[str, object]]:
    return _listed(readable_site(request, site_id))


@router.post(
    "/sites/{site_id}/index/generations/{name}/activate",
    response=list[GenerationOut],
    operation_id="activate_generation",
    summary="Search another generation",
    description="With the one before, the index is as it was. Needs the right to start runs.",
)
def activate(request: HttpRequest, site_id: int, name: str) -> list[dict[str, object]]:
    site = readable_site(request, site_id)
    require(caller_of(request), Action.RUN, site)
    activate_generation(site, name)
    return _listed(site)


def _listed(site: "Site") -> list[dict[str, object]]:
    names = ("name", "model", "encoder", "dimensions", "count", "kind", "created")
    return [
        {"active": active, **{name: getattr(one, name) for name in names}} for one, active in list_generations(site)
    ]
