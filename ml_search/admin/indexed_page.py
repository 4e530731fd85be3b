from typing import Any

from django.contrib import admin

from ml_search.models import IndexedPage
from seo_meta.admin.readonly import SiteBoundAdmin, page_text


@admin.register(IndexedPage)
class IndexedPageAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("url_text", "title_text", "language", "section", "standing", "chunks")
    list_filter = ("site", "language", "standing")
    search_fields = ("url", "title")
    search_help_text = "Part of a URL or title"
    fields = (*list_display, "template", "site")

    url_text = page_text("url")
    title_text = page_text("title")

    @admin.display(description="passages")
    def chunks(self, page: Any) -> int:
        count: int = page.chunks.count()
        return count
