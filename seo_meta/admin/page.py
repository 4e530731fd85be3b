from typing import Any

import msgspec
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from seo_meta.core.defang import visible
from seo_meta.models import Finding, Page

from .readonly import RunFilter, SiteBoundAdmin, link, link_to_list, page_text

HEAVY = ("facts", "links", "followed", "fragments", "ids", "resources")
"""Binary columns, of no use in a list and most of a row's bytes."""


class StatusFilter(admin.SimpleListFilter):
    """By the hundred: asking the table which statuses it has reads all of it."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(hundred), f"{hundred}xx") for hundred in range(2, 6)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("2", "3", "4", "5"):
            return queryset
        start = int(self.value() or 0) * 100
        return queryset.filter(status__gte=start, status__lt=start + 100)


@admin.register(Page)
class PageAdmin(SiteBoundAdmin):
    list_display = ("url", "title_text", "status", "indexable", "word_count", "run_link", "view_link")
    list_filter = (RunFilter, "indexable", StatusFilter)
    list_select_related = ("run",)
    ordering = ("-run_id", "id")
    search_fields = ("url", "title")
    search_help_text = "Part of a URL or title"
    fields = (
        *("run_link", "view_link", "url", "file_text", "findings_link", "status", "indexable", "self_canonical"),
        *("language_text", "title_text", "description_text", "word_count", "byte_size", "read"),
    )

    file_text = page_text("file")
    language_text = page_text("language")
    title_text = page_text("title")
    description_text = page_text("description")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return super().get_queryset(request).defer(*HEAVY)

    @admin.display(description="run", ordering="run_id")
    def run_link(self, page: Any) -> SafeString | str:
        return link(page.run, page.run_id)

    @admin.display(description="view")
    def view_link(self, page: Any) -> SafeString | str:
        return link(page, "View")

    @admin.display(description="findings")
    def findings_link(self, page: Any) -> SafeString:
        return link_to_list(Finding, "Findings", page__id__exact=page.pk)

    @admin.display(description="all that was read")
    def read(self, page: Any) -> SafeString:
        facts = msgspec.structs.replace(page.read_facts(), signature="")  # 512 digits that say nothing to a reader
        lines = msgspec.json.format(msgspec.json.encode(facts)).decode().split("\n")
        return format_html("<pre>{}</pre>", "\n".join(visible(line) for line in lines))
