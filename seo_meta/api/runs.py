from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

import msgspec
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router, Status
from ninja.pagination import paginate

from seo_meta.errors import RunError, UnderWayError
from seo_meta.models import Run
from seo_meta.selectors import Action, compare_runs, require, run_before, severity_counts, site_of_source
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.services.order_run import AuditOrder, ProposalOrder, cancel_run, order_audit, order_proposals

from .access import acting, actor_of
from .authentication import caller_of
from .reach import readable_run, readable_runs
from .schemas import AuditIn, Comparison, ProgressOut, ProposalsIn, RunDetail, RunOut, columns, rows

router = Router(tags=["runs"])

RunState = Literal["queued", "running", "read", "done", "failed", "cancelled"]
"""Those of the model, whose name in the OpenAPI description would be that of the states of proposals."""

Ordering = Literal["id", "-id", "started_at", "-started_at", "pages", "-pages"]


@router.get("/runs", response=list[RunOut], operation_id="list_runs", summary="List runs, the latest first")
@paginate
def list_runs(
    request: HttpRequest, state: RunState | None = None, ordering: Ordering = "-id"
) -> QuerySet[Run, dict[str, Any]]:
    runs = readable_runs(request)
    return rows((runs.filter(state=state) if state else runs).order_by(ordering, "-id"), RunOut)


@router.get("/runs/{run_id}", response=RunDetail, operation_id="get_run", summary="Show a run")
def get_run(request: HttpRequest, run_id: int) -> dict[str, Any]:
    return _detail(readable_run(request, run_id))


@router.post(
    "/runs",
    response={202: RunDetail},
    operation_id="order_audit",
    summary="Order a run",
    description="A worker reads the site, judges it and makes proposals; the Location says where to watch that. "
    "409 while the site is being worked on, with the Location of that run. The operator must allow folders and "
    "private hosts.",
)
def order(request: HttpRequest, response: HttpResponse, wanted: AuditIn) -> Status[dict[str, Any]]:
    order = AuditOrder(wanted.source, CrawlOptions(**wanted.dict(exclude={"source", "proposals"})), wanted.proposals)
    require(caller_of(request), Action.RUN, site_of_source(wanted.source))
    with _pointing_to_the_other():
        run = order_audit(order, actor_of(request).name)
    return _accepted(run, response)


@router.post(
    "/runs/{run_id}/propose",
    response={202: RunDetail},
    operation_id="order_proposals",
    summary="Order proposals for a run",
)
def propose(request: HttpRequest, response: HttpResponse, run_id: int, wanted: ProposalsIn) -> Status[dict[str, Any]]:
    run = readable_run(request, run_id)
    actor = acting(request, Action.RUN, run.site)
    order = ProposalOrder(tuple(wanted.fields), wanted.limit, wanted.generator)
    with _pointing_to_the_other():
        order_proposals(run, order, actor.name)
    return _accepted(run, response)


@router.post(
    "/runs/{run_id}/cancel",
    response={202: RunDetail},
    operation_id="cancel_run",
    summary="Cancel the work on a run",
    description="It ends within seconds. 409 when nothing is under way.",
)
def cancel(request: HttpRequest, response: HttpResponse, run_id: int) -> Status[dict[str, Any]]:
    run = readable_run(request, run_id)
    cancel_run(run, acting(request, Action.RUN, run.site).name)
    return _accepted(run, response)


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
    run = readable_run(request, run_id)
    earlier = readable_run(request, previous) if previous is not None else run_before(run)
    if earlier is None:
        raise RunError(f"Run {run_id} has no complete run of its site before it. Name one: ?with=ID")
    changes = [msgspec.structs.asdict(change) for change in compare_runs(run, earlier)]
    total = {name: sum(change[name] for change in changes) for name in ("new", "existing", "fixed", "not_compared")}
    return {"run": run.pk, "previous": earlier.pk, **total, "rules": changes}


@contextmanager
def _pointing_to_the_other() -> Iterator[None]:
    """The answer to an order that has to wait says for what."""
    try:
        yield
    except UnderWayError as error:
        error.headers = {"Location": _location(error.run)}
        raise


def _accepted(run: Run, response: HttpResponse) -> Status[dict[str, Any]]:
    response["Location"] = _location(run.pk)
    return Status(202, _detail(run))


def _location(run_id: int) -> str:
    return reverse("api:get_run", args=[run_id])


def _detail(run: Run) -> dict[str, Any]:
    stored = Run.objects.values(*columns(RunOut), "skipped", "outcomes", "policy").get(pk=run.pk)
    job = run.jobs.values(*columns(ProgressOut)).first()
    return {**stored, "severities": severity_counts(run), "progress": job}
