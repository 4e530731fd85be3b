from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import FilterLookup, FilterSchema, Query, Router
from ninja.filter_schema import FilterConfigDict
from ninja.pagination import paginate

from seo_meta.core.propose import Confidence, Field, Treatment
from seo_meta.models import Proposal
from seo_meta.selectors import find_run

from .schemas import ProposalOut, SearchText, rows

router = Router(tags=["proposals"])

Ordering = Literal["id", "-id", "worth", "-worth", "url", "-url"]


class ProposalFilter(FilterSchema):
    model_config = FilterConfigDict(use_attribute_docstrings=True)

    field: Field | None = None
    state: Proposal.State | None = None
    confidence: Confidence | None = None
    treatment: Treatment | None = None
    generator: SearchText | None = None
    """The id of a generator."""
    url: Annotated[SearchText | None, FilterLookup("url__icontains")] = None
    """Part of the URL of the page, in any case."""


@router.get(
    "/runs/{run_id}/proposals",
    response=list[ProposalOut],
    operation_id="list_proposals",
    summary="List a run's proposals, those that matter most first",
)
@paginate
def list_proposals(
    request: HttpRequest, run_id: int, filters: Query[ProposalFilter], ordering: Ordering = "-worth"
) -> QuerySet[Proposal, dict[str, Any]]:
    proposals = filters.filter(find_run(run_id).proposals.all())
    return rows(proposals.order_by(ordering, "id"), ProposalOut)
