"""The generations of an index: which is searched, and how to go back to the one before."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from ml_search.errors import MlSearchError
from ml_search.models import IndexedPage
from ml_search.selectors import find_site
from ml_search.services.generations import activate_generation, list_generations
from seo_meta.admin.screens import Admin, may_run, render, screen
from seo_meta.selectors import Action, sites_for

from .site_picker import IndexedSitePicker

if TYPE_CHECKING:
    from seo_meta.models import Site


@screen(IndexedPage, "generations/", name="generations")
def generations(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    picker = IndexedSitePicker(request)
    context = {"picker": picker, "tab": "generations", **(_known(request, picker.chosen) if picker.chosen else {})}
    return render(model_admin, request, "generations.html", "Search index", context)


@screen(IndexedPage, "generations/<int:site_id>/<str:name>/activate/", name="activate")
def activate(model_admin: Admin, request: HttpRequest, site_id: int, name: str) -> HttpResponseBase:
    return require_POST(_activate)(request, site_id, name)


def _activate(request: HttpRequest, site_id: int, name: str) -> HttpResponseBase:
    try:
        site = find_site(str(site_id), sites_for(request.user, Action.READ))
        if not may_run(request, site):
            raise PermissionDenied("Your account may look at the index, not change what is searched.")
        activate_generation(site, name)
    except MlSearchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Searches now use generation {name}.")
    return redirect(reverse("admin:ml_search_generations", query={"site": site_id}))


def _known(request: HttpRequest, site: "Site") -> dict[str, Any]:
    pages = IndexedPage.objects.filter(site=site.pk).count()
    try:
        rows = [
            {"generation": one, "active": active, "created": parse_datetime(one.created)}
            for one, active in list_generations(site)
        ]
    except MlSearchError as error:
        return {"pages": pages, "fault": str(error)}
    return {"pages": pages, "rows": rows, "may_activate": may_run(request, site)}
