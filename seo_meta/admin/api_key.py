from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from seo_meta.models import ApiKey
from seo_meta.services.api_keys import revoke_key
from seo_meta.services.audit_log import actor_of

from .readonly import ReadOnlyAdmin


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("name", "shown", "scopes", "all_sites", "state", "last_used_at", "expires_at", "created_by")
    fields = (*list_display, "sites", "created_at", "revoked_at")
    search_fields = ("name", "prefix")
    actions = ("revoke",)

    @admin.display(description="key", ordering="prefix")
    def shown(self, key: Any) -> str:
        return f"sa_{key.prefix}_…"

    @admin.display
    def state(self, key: Any) -> str:
        return key.why_invalid(timezone.now()) or "valid"

    @admin.action(description="Revoke the selected keys", permissions=["revoke"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys:
            revoke_key(key.prefix, by=actor_of(request.user), ip=request.META["REMOTE_ADDR"])
        self.message_user(request, f"{len(keys)} revoked.")

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("seo_meta.change_apikey")
