from django.contrib import admin

from seo_meta.models import AuditEntry

from .readonly import ReadOnlyAdmin, page_text


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "action", "what", "site", "ip")
    list_filter = ("action",)
    search_fields = ("actor", "object_text", "site")
    fields = (*list_display, "object_type", "object_id", "details")

    who = page_text("actor")
    what = page_text("object_text")
