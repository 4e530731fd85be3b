"""Who may do what. What changes here leaves an entry in the audit log."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from seo_meta.models import SiteRole
from seo_meta.services.audit_log import actor_of, record

admin.site.unregister([User, Group])


@admin.register(SiteRole)
class SiteRoleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    list_display = ("user", "role", "site")
    list_filter = ("role",)
    search_fields = ("user__username", "site__base_url")
    list_select_related = ("user", "site")
    actions = None  # deleting many at once would go past delete_model

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _record(request, "role.changed" if change else "role.given", obj, site=obj.site, role=obj.role)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _record(request, "role.taken", obj, site=obj.site, role=obj.role)
        super().delete_model(request, obj)


class RecordsRights(admin.ModelAdmin):  # type: ignore[type-arg]
    """An entry when what a user or a group may do has changed."""

    actions = None

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        form.rights_before = _rights(self.model.objects.get(pk=form.instance.pk)) if change else {}
        return super().save_form(request, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before, after = form.rights_before, _rights(form.instance)
        if changed := {name: [before.get(name), now] for name, now in after.items() if before.get(name) != now}:
            _record(request, f"{self.opts.model_name}.rights", form.instance, **changed)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _record(request, f"{self.opts.model_name}.deleted", obj)
        super().delete_model(request, obj)


@admin.register(User)
class RecordedUserAdmin(RecordsRights, UserAdmin):  # type: ignore[type-arg]
    """Django's own otherwise."""


@admin.register(Group)
class RecordedGroupAdmin(RecordsRights, GroupAdmin):
    """Django's own otherwise."""


def _rights(holder: Any) -> dict[str, Any]:
    if isinstance(holder, Group):
        return {"permissions": sorted(holder.permissions.values_list("codename", flat=True))}
    return {
        **{name: getattr(holder, name) for name in ("is_active", "is_staff", "is_superuser")},
        "groups": sorted(holder.groups.values_list("name", flat=True)),
        "permissions": sorted(holder.user_permissions.values_list("codename", flat=True)),
    }


def _record(request: HttpRequest, action: str, about: Any, **details: Any) -> None:
    record(actor_of(request.user), action, about, ip=request.META["REMOTE_ADDR"], **details)
