"""The list of the inbox for a spreadsheet, all of it."""

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from seo_meta.models import Proposal
from seo_meta.report import csv
from seo_meta.selectors import Action, sites_for
from seo_meta.selectors.inbox import wanted_proposals

from .inbox_form import InboxForm
from .screens import Admin, screen

COLUMNS = (
    *("id", "url", "field", "state", "current", "value", "confidence", "treatment", "generator", "language"),
    *("reason", "worth", "worth_reason", "created_at", "approved_by_name", "pull_request"),
)


@screen(Proposal, "inbox/proposals.csv", name="inbox_csv")
def inbox_csv(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    sites = list(sites_for(request.user, Action.READ).order_by("base_url"))
    wanted = InboxForm(request.GET, sites).wanted()
    found = wanted_proposals(model_admin.get_queryset(request), wanted, sites).order_by("-worth", "id")
    lines = csv.lines(COLUMNS, found.values_list(*COLUMNS).iterator(chunk_size=1000))
    name = f"proposals-{wanted.tab}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
