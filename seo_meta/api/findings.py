from typing import Annotated, Any, Literal

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from ninja import FilterLookup, FilterSchema, Query, Router
from ninja.filter_schema import FilterConfigDict
from ninja.pagination import paginate

from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.models import Finding

from .reach import readable_run
from .schemas import FindingOut, SearchText, rows

router = Router(tags=["findings"])

Ordering = Literal["id", "-id", "rule", "-rule", "severity", "-severity", "url", "-url"]

RANK = Case(*(When(severity=severity, then=Value(rank)) for rank, severity in enumerate(Severity)))
"""The worst first; by name, `info` would come before `warning`."""

KEYS: dict[str, Case | F] = {"severity": RANK, "url": F("page__url")}


class FindingFilter(FilterSchema):
    model_config = FilterConfigDict(use_attribute_docstrings=True)

    rule: SearchText | None = None
    """The id of a rule."""
    severity: Severity | None = None
    outcome: Outcome | None = None
    kind: Kind | None = None
    url: Annotated[SearchText | None, FilterLookup("page__url__icontains")] = None
    """Part of the URL of the page, in any case."""


@router.get(
    "/runs/{run_id}/findings",
    response=list[FindingOut],
    operation_id="list_findings",
    summary="List a run's findings",
)
@paginate
def list_findings(
    request: HttpRequest, run_id: int, filters: Query[FindingFilter], ordering: Ordering = "id"
) -> QuerySet[Finding, dict[str, Any]]:
    findings = filters.filter(readable_run(request, run_id).findings.all())
    name = ordering.removeprefix("-")
    key = OrderBy(KEYS.get(name, F(name)), descending=ordering != name, nulls_last=True)
    return rows(findings.order_by(key, "id"), FindingOut)
