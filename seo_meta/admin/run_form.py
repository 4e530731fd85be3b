"""Start, watch and cancel an audit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from seo_meta.core.defang import visible
from seo_meta.errors import OrderError, OverError, UnderWayError
from seo_meta.models import Job, Run
from seo_meta.selectors import Action, site_of_source, within_reach
from seo_meta.services.crawl_options import MAX_PAGES, CrawlOptions
from seo_meta.services.order_run import AuditOrder, cancel_run, order_audit

from .screens import Admin, is_swap, render, require_run, screen

KNOWN_SOURCES = 50
MAX_RATE = 50
MAX_PROPOSALS = 1_000
HEAVY = ("files", "robots", "llms", "sitemaps", "skipped", "outcomes", "styles", "policy")


class StartForm(forms.Form):
    source = forms.CharField(
        max_length=1_000,
        label="Address or folder",
        help_text="https://example.com/, a sitemap, or a built folder that this server may read",
    )
    max_pages = forms.IntegerField(min_value=1, max_value=1_000_000, required=False, label="Pages at most")
    rate = forms.FloatField(min_value=0.1, max_value=MAX_RATE, initial=5, required=False, label="Requests a second")
    proposals = forms.IntegerField(
        min_value=0, max_value=MAX_PROPOSALS, initial=50, required=False, label="Make proposals for so many pages"
    )

    def order(self) -> AuditOrder:
        data = self.cleaned_data
        options = CrawlOptions(max_pages=data["max_pages"] or MAX_PAGES, rate=data["rate"] or CrawlOptions().rate)
        return AuditOrder(data["source"].strip(), options, data["proposals"] or 0)


@screen(Run, "start/", name="start")
def start(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    require_run(request)
    form = StartForm(request.POST or None, initial={"source": request.GET.get("source", "")})
    under_way = None
    if request.method == "POST" and form.is_valid():
        try:
            order = form.order()
            require_run(request, site_of_source(order.source))
            run = order_audit(order, request.user.get_username())
            return redirect("admin:seo_meta_watch", id=run.pk)
        except OrderError as error:
            form.add_error("source", visible(str(error)))
        except UnderWayError as error:
            form.add_error("source", visible(str(error)))
            under_way = error.run
    mine = within_reach(Run.objects.all(), request.user, Action.RUN, "site")
    known = mine.order_by().values_list("source", flat=True).distinct()[:KNOWN_SOURCES]
    context = {"form": form, "known": [visible(source) for source in known], "under_way": under_way}
    return render(model_admin, request, "start.html", "Start an audit", context, status=422 if form.errors else 200)


@screen(Run, "<int:id>/watch/", name="watch")
def watch(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    """How far a run is; htmx asks for the part that changes."""
    run: Run = get_object_or_404(model_admin.get_queryset(request).defer(*HEAVY).select_related("site"), pk=id)
    template = "_watch.html" if is_swap(request) else "watch.html"
    return render(model_admin, request, template, f"Run {run.pk}", _progress(run))


def _progress(run: Run) -> dict[str, Any]:
    job = run.jobs.first()
    going_on = job is not None and job.state in Job.UNFINISHED
    return {
        "run": run,
        "job": job,
        "going_on": going_on,
        "source": visible(run.source),
        "stop_reason": visible(run.stop_reason or (job.reason if job else "")),
        "note": visible(job.note) if job else "",
        "percent": min(100 * job.done // job.total, 100) if job and job.total else None,
    }


@screen(Run, "<int:id>/cancel/", name="cancel")
def cancel(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    return require_POST(_cancel)(request, model_admin, id)


def _cancel(request: HttpRequest, model_admin: Admin, id: int) -> HttpResponseBase:
    run: Run = get_object_or_404(model_admin.get_queryset(request).select_related("site"), pk=id)
    require_run(request, run.site)
    try:
        cancel_run(run, request.user.get_username())
    except OverError as error:
        messages.warning(request, str(error))
    return redirect("admin:seo_meta_watch", id=run.pk)
