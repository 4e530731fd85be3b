"""The table that widths are measured by, for the meter in the browser."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from seo_meta.core.advances import UNITS_PER_EM
from seo_meta.core.widths import ADVANCES, UNKNOWN_ADVANCE
from seo_meta.models import Proposal

from .screens import Admin, screen


@screen(Proposal, "widths.json", name="widths")
def widths(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    return cache_control(private=True, max_age=86_400)(_widths)(request)


def _widths(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse({"em": UNITS_PER_EM, "unknown": UNKNOWN_ADVANCE, "advances": ADVANCES})
