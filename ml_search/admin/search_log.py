from django.contrib import admin

from ml_search.models import Search
from seo_meta.admin.readonly import SiteBoundAdmin, page_text


@admin.register(Search)
class SearchAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("query_text", "asked_at", "hits", "filtered", "clicked", "place")
    list_filter = ("site",)
    list_select_related = ("clicked",)
    search_fields = ("query",)
    fields = (*list_display, "site")

    query_text = page_text("query")
