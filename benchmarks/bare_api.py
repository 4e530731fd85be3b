"""The peer of api_lists.py: a bare endpoint with the same rows, in the same project, under the same server."""

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI

from seo_meta.api.schemas import FindingOut, rows
from seo_meta.models import Finding
from siteagent_project.urls import urlpatterns as ours

bare = NinjaAPI(urls_namespace="bare")


@bare.get("/findings", response=list[FindingOut])
def findings(request: HttpRequest) -> object:
    return list(rows(Finding.objects.order_by("id")[:50], FindingOut))


urlpatterns = [path("bare/", bare.urls), *ours]
