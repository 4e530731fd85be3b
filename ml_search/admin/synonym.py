"""Words that mean the same, which people of the site know: the one thing here that is written by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from ml_search.models import Synonym
from seo_meta.selectors import Action, may, sites_for, within_reach

MAX_LINE = 20
"""Words of one line."""


class SynonymForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    class Meta:
        model = Synonym
        fields = ("site", "words")
        help_texts = {"words": "Words or phrases between commas: sofa, couch, settee"}

    def clean_words(self) -> str:
        parts = (" ".join(part.split()).lower() for part in self.cleaned_data["words"].split(","))
        words = list(dict.fromkeys(filter(None, parts)))
        if not 2 <= len(words) <= MAX_LINE:
            raise forms.ValidationError(f"Write two to {MAX_LINE} words or phrases between commas.")
        return ", ".join(words)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = SynonymForm
    list_display = ("words", "site")
    list_filter = ("site",)
    list_select_related = ("site",)
    search_fields = ("words",)
    actions = None  # deleting many at once asks for no site

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.READ)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.READ, obj and obj.site)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, Action.REVIEW)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, Action.REVIEW, obj and obj.site)

    has_delete_permission = has_change_permission

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return within_reach(super().get_queryset(request), request.user, Action.READ, "site")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        options["queryset"] = sites_for(request.user, Action.REVIEW)
        return super().formfield_for_foreignkey(db_field, request, **options)
