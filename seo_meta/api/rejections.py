from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import FilterSchema, Query, Router
from ninja.filter_schema import FilterConfigDict
from ninja.pagination import paginate

from seo_meta.core.propose import Field
from seo_meta.core.review import RejectReason, Scope
from seo_meta.errors import NoProposal
from seo_meta.models import Rejection
from seo_meta.selectors import Action, within_reach
from seo_meta.services.review import lift_rejection

from .access import acting
from .authentication import caller_of
from .review_schemas import Id, RejectionOut
from .schemas import rows

router = Router(tags=["rejections"])


class RejectionFilter(FilterSchema):
    model_config = FilterConfigDict(use_attribute_docstrings=True)

    site: Id | None = None
    field: Field | None = None
    reason: RejectReason | None = None
    scope: Scope | None = None
    holding: bool | None = None
    """Whether it keeps something out now: it was not lifted, and has not run out."""

    def filter_holding(self, holding: bool | None) -> Q:
        if holding is None:
            return Q()
        return Rejection.holding(timezone.now()) if holding else ~Rejection.holding(timezone.now())


@router.get(
    "/rejections",
    response=list[RejectionOut],
    operation_id="list_rejections",
    summary="List what reviewers do not want proposed again, the latest first",
)
@paginate
def list_rejections(
    request: HttpRequest, filters: Query[RejectionFilter], ordering: Literal["id", "-id"] = "-id"
) -> QuerySet[Rejection, dict[str, Any]]:
    return rows(filters.filter(_readable(request)).order_by(ordering), RejectionOut)


@router.delete(
    "/rejections/{int:rejection_id}",
    response={204: None},
    operation_id="lift_rejection",
    summary="Let what was rejected be proposed again",
)
def lift(request: HttpRequest, rejection_id: int) -> HttpResponse:
    rejection = _readable(request).filter(pk=rejection_id).select_related("site").first()
    if rejection is None:
        raise NoProposal(f"There is no rejection {rejection_id}.")
    lift_rejection(rejection_id, acting(request, Action.REVIEW, rejection.site))
    return HttpResponse(status=204)


def _readable(request: HttpRequest) -> QuerySet[Rejection]:
    return within_reach(Rejection.objects.all(), caller_of(request), Action.READ, "site")
