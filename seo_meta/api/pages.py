from typing import Annotated, Any, Literal

import msgspec
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, FilterLookup, FilterSchema, Query, Router
from ninja.filter_schema import FilterConfigDict
from ninja.pagination import paginate

from seo_meta.models import Page

from .reach import readable_run, readable_runs
from .schemas import PageDetail, PageOut, SearchText, columns, rows

router = Router(tags=["pages"])

Ordering = Literal["id", "-id", "url", "-url", "title", "-title", "status", "-status", "word_count", "-word_count"]


class PageFilter(FilterSchema):
    model_config = FilterConfigDict(use_attribute_docstrings=True)

    indexable: bool | None = None
    status: Annotated[int, Field(ge=0, le=999)] | None = None
    url: Annotated[SearchText | None, FilterLookup("url__icontains")] = None
    """Part of the URL, in any case."""
    q: Annotated[SearchText | None, FilterLookup("title__icontains")] = None
    """Part of the title, in any case."""


@router.get("/runs/{run_id}/pages", response=list[PageOut], operation_id="list_pages", summary="List a run's pages")
@paginate
def list_pages(
    request: HttpRequest, run_id: int, filters: Query[PageFilter], ordering: Ordering = "id"
) -> QuerySet[Page, dict[str, Any]]:
    pages = filters.filter(readable_run(request, run_id).read_pages.all())
    return rows(pages.order_by(ordering, "id"), PageOut)


@router.get("/pages/{page_id}", response=PageDetail, operation_id="get_page", summary="Show a page with all its facts")
def get_page(request: HttpRequest, page_id: int) -> dict[str, Any]:
    page = Page.objects.filter(pk=page_id, run__in=readable_runs(request)).first()
    if page is None:
        raise Http404(f"There is no page {page_id}.")
    stored = {name: getattr(page, name) for name in (*columns(PageOut), "run_id")}
    return {**stored, "facts": msgspec.to_builtins(page.read_facts())}
