from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import Field as Parameter
from ninja import FilterLookup, FilterSchema, Query, Router
from ninja.filter_schema import FilterConfigDict
from ninja.pagination import paginate

from seo_meta.core.guardrails import TOPICS
from seo_meta.core.propose import Confidence, Field, Treatment
from seo_meta.core.review import State, allowed
from seo_meta.models import Proposal, Transition
from seo_meta.selectors import IN_PULL_REQUEST, in_state
from seo_meta.services.guardrails import Text, text_in_results

from .conditions import tagged
from .reach import readable_proposal, readable_proposals, readable_run
from .review_schemas import Approval, Id, ProposalDetail, TransitionOut
from .schemas import ProposalOut, SearchText, TextOut, columns, rows

router = Router(tags=["proposals"])

Ordering = Literal["id", "-id", "worth", "-worth", "url", "-url"]


class ProposalFilter(FilterSchema):
    model_config = FilterConfigDict(use_attribute_docstrings=True)

    field: Field | None = None
    state: State | None = None
    confidence: Confidence | None = None
    treatment: Treatment | None = None
    generator: SearchText | None = None
    """The id of a generator."""
    url: Annotated[SearchText | None, FilterLookup("url__icontains")] = None
    """Part of the URL of the page, in any case."""

    in_pull_request: bool | None = None
    """Whether it stands in the open nightly pull request."""

    def filter_in_pull_request(self, stands: bool | None) -> Q:
        return Q() if stands is None else IN_PULL_REQUEST if stands else ~IN_PULL_REQUEST

    def filter_state(self, state: State | None) -> Q:
        return in_state(state, timezone.now()) if state else Q()


class AnyProposalFilter(ProposalFilter):
    site: Id | None = None
    run: Id | None = None
    language: SearchText | None = None
    assignee: Id | None = None
    min_worth: Annotated[Annotated[float, Parameter(ge=0, allow_inf_nan=False)] | None, FilterLookup("worth__gte")] = (
        None
    )


@router.get(
    "/proposals",
    response=list[ProposalOut],
    operation_id="list_all_proposals",
    summary="List proposals of all runs, those that matter most first",
)
@paginate
def list_all(
    request: HttpRequest, filters: Query[AnyProposalFilter], ordering: Ordering = "-worth"
) -> QuerySet[Proposal, dict[str, Any]]:
    return rows(filters.filter(readable_proposals(request)).order_by(ordering, "id"), ProposalOut)


@router.get(
    "/proposals/{int:proposal_id}",
    response=ProposalDetail,
    operation_id="get_proposal",
    summary="Show a proposal; its ETag is what decisions need as If-Match",
)
def get_proposal(request: HttpRequest, proposal_id: int) -> JsonResponse:
    return answer(readable_proposal(request, proposal_id))


@router.get(
    "/proposals/{int:proposal_id}/transitions",
    response=list[TransitionOut],
    operation_id="list_transitions",
    summary="List what became of a proposal, the first change first",
)
@paginate
def list_transitions(request: HttpRequest, proposal_id: int) -> QuerySet[Transition, dict[str, Any]]:
    return rows(readable_proposal(request, proposal_id).transitions.all(), TransitionOut)


@router.get(
    "/proposals/{int:proposal_id}/preview",
    response=list[TextOut],
    operation_id="preview_proposal",
    summary="Show what results on desktop and mobile would show of a title or description",
)
def preview(request: HttpRequest, proposal_id: int) -> list[Text]:
    """Empty for the other fields, which no result shows."""
    proposal = readable_proposal(request, proposal_id)
    field = Field(proposal.field)
    return [text_in_results(field, proposal.value)] if field in TOPICS else []


def answer(proposal: Proposal) -> JsonResponse:
    """The proposal with all that can be said of it, under its ETag."""
    stored = {name: getattr(proposal, name) for name in (*columns(ProposalOut), *columns(Approval))}
    approval = stored if proposal.approved_at else None
    detail = ProposalDetail.model_validate({**stored, "approval": approval, "moves": allowed(proposal.state)})
    return tagged(detail, proposal.version)


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
    proposals = filters.filter(readable_run(request, run_id).proposals.all())
    return rows(proposals.order_by(ordering, "id"), ProposalOut)
