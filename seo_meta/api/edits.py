"""What proposals would change in the source."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from seo_meta.services.apply import difference

from .reach import readable_proposal

router = Router(tags=["proposals"])


@router.get(
    "/proposals/{int:proposal_id}/diff",
    response=None,
    operation_id="get_proposal_diff",
    summary="Show the edit that a proposal would make, as a diff for `git apply`",
)
def get_diff(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Empty when the page has the value. 409 when it cannot be written; the problem `stale-source`, of a page whose
    field was changed since, has the members `base`, `theirs` and `ours`."""
    return HttpResponse(difference(readable_proposal(request, proposal_id)), content_type="text/x-diff; charset=utf-8")
