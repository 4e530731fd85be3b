from typing import Annotated, Any, Literal

import msgspec
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from ninja.pagination import paginate

from seo_meta.errors import RunError
from seo_meta.models import Run
from seo_meta.selectors import compare_runs, find_run, run_before, severity_counts

from .schemas import Comparison, RunDetail, RunOut, columns, rows

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


@router.get(
    "/runs/{run_id}/compare",
    response=Comparison,
    operation_id="compare_runs",
    summary="Compare a run with an earlier one",
)
def compare(
    request: HttpRequest,
    run_id: int,
    previous: Annotated[
        int | None, Query(alias="with", description="The earlier run; the complete one before.")
    ] = None,
) -> dict[str, Any]:
    run = find_run(run_id)
    earlier = find_run(previous) if previous is not None else run_before(run)
    if earlier is None:
        raise RunError(f"Run {run_id} has no complete run of its site before it. Name one: ?with=ID")
    changes = [msgspec.structs.asdict(change) for change in compare_runs(run, earlier)]
    total = {name: sum(change[name] for change in changes) for name in ("new", "existing", "fixed", "not_compared")}
    return {"run": run.pk, "previous": earlier.pk, **total, "rules": changes}
