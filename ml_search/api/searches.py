from django.http import HttpRequest
from ninja import Router

from ml_search.selectors import Unanswered, zero_results

from .reach import readable_site
from .schemas import UnansweredOut

router = Router(tags=["search"])


@router.get(
    "/sites/{site_id}/searches/zero-results",
    response=list[UnansweredOut],
    operation_id="list_zero_results",
    summary="List what was searched for and not found",
    description="The most frequent hundred, without what was found since.",
)
def zero_result_queries(request: HttpRequest, site_id: int) -> list[Unanswered]:
    return zero_results(readable_site(request, site_id).pk)
