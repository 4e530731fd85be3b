from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString

from seo_meta.models import Run, Site

from .readonly import SiteBoundAdmin, link_to_list


@admin.register(Site)
class SiteAdmin(SiteBoundAdmin):
    to_site = "pk"
    list_display = ("base_url", "created_at", "runs")
    search_fields = ("base_url",)
    fields = ("base_url", "created_at", "runs")

    @admin.display
    def runs(self, site: Any) -> SafeString:
        return link_to_list(Run, "Runs", site__id__exact=site.pk)
