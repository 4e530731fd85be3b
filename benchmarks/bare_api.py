"""The peers of api_lists.py: bare endpoints with the same rows, in the same project, under the same server."""

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Schema
from pydantic import BaseModel, create_model

from seo_meta.api import schemas
from seo_meta.api.schemas import rows
from seo_meta.models import Finding, Page, Proposal
from siteagent_project.urls import urlpatterns as ours

bare = NinjaAPI(urls_namespace="bare")


def ninja_schema(ours: type[BaseModel]) -> type[Schema]:
    """One of ninja with the same fields, as its documentation has them."""
    fields = {name: (field.annotation, field) for name, field in ours.model_fields.items()}
    return create_model(ours.__name__, __base__=Schema, **fields)  # type: ignore[call-overload, no-any-return]


FindingOut, PageOut, ProposalOut = map(ninja_schema, (schemas.FindingOut, schemas.PageOut, schemas.ProposalOut))


@bare.get("/findings", response=list[FindingOut])
def findings(request: HttpRequest) -> object:
    return list(rows(Finding.objects.order_by("id")[:50], FindingOut))


@bare.get("/pages", response=list[PageOut])
def pages(request: HttpRequest) -> object:
    return list(rows(Page.objects.order_by("id")[:50], PageOut))


@bare.get("/proposals", response=list[ProposalOut])
def proposals(request: HttpRequest) -> object:
    return list(rows(Proposal.objects.order_by("-worth", "id")[:50], ProposalOut))


urlpatterns = [path("bare/", bare.urls), *ours]
