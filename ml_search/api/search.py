from django.http import HttpRequest
from ninja import Query, Router

from ml_search.core.answer import Answer

from .reach import readable_site
from .schemas import AnswerOut, AskMore, wish_of

router = Router(tags=["search"])


@router.get(
    "/search",
    response=AnswerOut,
    operation_id="search",
    summary="Search a site by words and meaning",
    description="Finds pages that search engines may index. What cannot be used at the moment is in `degraded`.",
)
def search(request: HttpRequest, ask: Query[AskMore]) -> Answer:
    from ml_search.services import search as service

    return service.search(readable_site(request, ask.site), wish_of(ask))
