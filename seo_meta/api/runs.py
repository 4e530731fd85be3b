from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router
from ninja.pagination import paginate

from seo_meta.models import Run
from seo_meta.selectors import find_run, severity_counts

from .schemas import RunDetail, RunOut, columns, rows

router = Router(tags=["runs"])

Ordering = Literal["id", "-id", "started_at", "-started_at", "pages", "-pages"]


@router.get("/runs", response=list[RunOut], operation_id="list_runs", summary="List runs, the latest first")
@paginate
def list_runs(
    request: HttpRequest, state: Run.State | None = None, ordering: Ordering = "-id"
) -> QuerySet[Run, dict[str, Any]]:
    runs = Run.objects.filter(state=state) if state else Run.objects.all()
    return rows(runs.order_by(ordering, "-id"), RunOut)


@router.get("/runs/{run_id}", response=RunDetail, operation_id="get_run", summary="Show a run")
def get_run(request: HttpRequest, run_id: int) -> dict[str, Any]:
    run = find_run(run_id)
    stored = Run.objects.values(*columns(RunOut), "skipped", "outcomes", "policy").get(pk=run.pk)
    return {**stored, "severities": severity_counts(run)}
