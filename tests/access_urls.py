"""An operation that changes something, behind the same locks as the API."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path
from ninja import NinjaAPI

from seo_meta.api import AUTHENTICATION, ERROR_STATUS
from seo_meta.api.authentication import caller_of
from seo_meta.api.reach import readable_sites
from seo_meta.selectors import Action, require
from siteagent_project import problems

api = NinjaAPI(urls_namespace="locked", auth=list(AUTHENTICATION), docs_url=None)
problems.install(api)
for error, status in ERROR_STATUS.items():
    api.add_exception_handler(error, problems.answer_with(status))


@api.post("/sites/{site_id}/publish")
def publish(request: HttpRequest, site_id: int) -> str:
    require(caller_of(request), Action.PUBLISH, get_object_or_404(readable_sites(request), pk=site_id))
    return "published"


@api.post("/careless")
def careless(request: HttpRequest) -> str:
    """Asks nobody whether the caller may."""
    return "done"


urlpatterns = [path("api/v1/", api.urls)]
