"""What reviewers do not want proposed again, and how to let it be proposed after all."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from seo_meta.core.propose import Field
from seo_meta.core.review import RejectReason, Scope
from seo_meta.errors import ReviewError
from seo_meta.models import Rejection
from seo_meta.services.review import lift_rejection

from .decision_form import SCOPES, actor_of
from .readonly import SiteBoundAdmin, page_text
from .screens import Admin, render, require_review, screen
from .shown import path_of, readable

PAGE = 50
TABS = {"holding": "Holding", "over": "Over"}


@admin.register(Rejection)
class RejectionAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("url_text", "field", "value_text", "reason", "scope", "created_by_name", "created_at", "lifted_at")
    list_filter = ("field", "reason", "scope")
    search_fields = ("url",)
    search_help_text = "Part of a URL"
    fields = (
        *("url_text", "field", "value_text", "reason", "scope", "note_text", "expires_at"),
        *("created_by_name", "created_at", "lifted_by_name", "lifted_at"),
    )

    url_text = page_text("url")
    note_text = page_text("note")

    @admin.display(description="value")
    def value_text(self, rejection: Rejection) -> str:
        return "anything" if rejection.value is None else readable(Field(rejection.field), rejection.value)


@screen(Rejection, "kept-out/", name="rejections", in_menu="Rejections")
def rejections(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    """The latest first, by id: `before=77` goes on after that one."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "holding"
    before = request.GET.get("before", "")
    holding = Rejection.holding(timezone.now())
    found = model_admin.get_queryset(request).filter(holding if tab == "holding" else ~holding).order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    listed = list(found[: PAGE + 1])
    context = {
        "tab": tab,
        "tabs": list(TABS.items()),
        "rows": [_row(one) for one in listed[:PAGE]],
        "before": listed[PAGE - 1].pk if len(listed) > PAGE else None,
    }
    return render(model_admin, request, "rejections.html", "Rejections", context)


@screen(Rejection, "kept-out/<int:id>/lift/", name="lift")
def lift(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    return require_POST(_lift)(request, model_admin, id)


def _lift(request: HttpRequest, model_admin: Admin, id: int) -> HttpResponseBase:
    rejection = get_object_or_404(model_admin.get_queryset(request), pk=id)
    require_review(request, rejection.site)
    try:
        lift_rejection(rejection.pk, actor_of(request))
    except ReviewError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Lifted: the {rejection.field} of {path_of(rejection.url)} may be proposed again.")
    return redirect("admin:seo_meta_rejections")


def _row(rejection: Rejection) -> dict[str, object]:
    return {
        "rejection": rejection,
        "path": path_of(rejection.url),
        "value": None if rejection.value is None else readable(Field(rejection.field), rejection.value),
        "reason": RejectReason(rejection.reason).words,
        "scope": SCOPES[Scope(rejection.scope)],
    }
