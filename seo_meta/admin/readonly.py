"""What the admins share: rows are looked at, not edited, and text of pages is shown harmless."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from seo_meta.core.defang import visible
from seo_meta.models import Page, Run
from seo_meta.selectors import Action, may, within_reach

from .screens import screen_urls

LATEST_RUNS = 20


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """What is not edited: runs are evidence, and keys and entries of the audit log are made elsewhere."""

    show_full_result_count = False  # the total of a huge table, counted again under every search
    list_per_page = 50
    actions: Sequence[str] | None = None

    class Media:
        css = {"all": ("seo_meta/admin.css",)}

    def get_urls(self) -> list[URLPattern]:
        return [*screen_urls(self), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class SiteBoundAdmin(ReadOnlyAdmin):
    """Rows of the sites that the user may read; others are as if they were not there."""

    to_site = "run__site"
    """The look-up from a row to its site."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may(request.user, Action.READ)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return within_reach(super().get_queryset(request), request.user, Action.READ, self.to_site)


class RunFilter(admin.SimpleListFilter):
    """The latest runs. The filter that Django makes of a foreign key would list every night of the past year."""

    title = "run"
    parameter_name = "run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        runs = within_reach(Run.objects.order_by("-id"), request.user, Action.READ, "site")
        latest = runs.values_list("pk", "source")[:LATEST_RUNS]
        return [(str(pk), f"{pk}: {source}") for pk, source in latest]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value() or ""
        return queryset.filter(run=int(value)) if value.isascii() and value.isdigit() else queryset


def page_text(field: str) -> Callable[[ReadOnlyAdmin, Any], str]:
    """A method that shows text written by a page: Django escapes the HTML, this the control and bidi characters."""

    @admin.display(description=field, ordering=field)
    def text(self: ReadOnlyAdmin, row: Any) -> str:
        return visible(getattr(row, field)) or "-"

    return text


def link(to: Model | None, text: object) -> SafeString | str:
    """A link to the admin page of an object, of a page to its view; "-" when there is none."""
    if to is None:
        return "-"
    name = "seo_meta_page_view" if isinstance(to, Page) else f"{to._meta.app_label}_{to._meta.model_name}_change"
    url = reverse(f"admin:{name}", args=(to.pk,))
    return format_html('<a href="{}">{}</a>', url, text)


def link_to_list(model: type[Model], text: object, **filters: object) -> SafeString:
    """A link to the list of `model`, filtered."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=filters)
    return format_html('<a href="{}">{}</a>', url, text)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    """A table; what stands in its cells is escaped unless it is a link of ours."""
    cells = ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows)
    heads = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in head))
    body = format_html_join("", "<tr>{}</tr>", cells)
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", heads, body)
