from typing import Any

from django.contrib import admin

from seo_meta.models import SearchStat

from .readonly import SiteBoundAdmin, page_text


@admin.register(SearchStat)
class SearchStatAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("url_text", "query_text", "clicks", "impressions", "ctr", "mean_position", "period")
    list_filter = ("site",)
    search_fields = ("url", "query")
    search_help_text = "Part of a URL or query"
    fields = (
        *("site", "url_text", "query_text", "clicks", "impressions", "ctr", "mean_position", "period"),
        "imported_at",
    )

    url_text = page_text("url")
    query_text = page_text("query")

    @admin.display(description="CTR")
    def ctr(self, stat: Any) -> str:
        return f"{100 * stat.clicks / stat.impressions:.1f} %"

    @admin.display(description="position", ordering="position")
    def mean_position(self, stat: Any) -> str:
        return f"{stat.position:.1f}"

    @admin.display
    def period(self, stat: Any) -> str:
        return f"{stat.period_start} to {stat.period_end}" if stat.period_start else "-"
