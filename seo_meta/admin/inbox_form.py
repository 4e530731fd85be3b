"""The filters of the inbox, as its address holds them."""

import math
from collections.abc import Sequence

from django import forms
from django.contrib.auth import get_user_model
from django.http import QueryDict

from seo_meta.core.propose import Field, generators
from seo_meta.models import Site
from seo_meta.selectors.inbox import TABS, Cursor, Wanted
from seo_meta.services.propose import generator_ids

from .shown import site_names

MAX_PEOPLE = 200
ANY = ("", "any")


class InboxForm(forms.Form):
    """What is not valid narrows nothing, and is said beside its field."""

    tab = forms.ChoiceField(choices=[(tab, tab) for tab in TABS], required=False, widget=forms.HiddenInput)
    site = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    field = forms.ChoiceField(choices=[ANY, *((field.value, field.value) for field in Field)], required=False)
    rule = forms.ChoiceField(required=False)
    generator = forms.ChoiceField(required=False)
    language = forms.CharField(required=False, max_length=35, widget=forms.TextInput({"placeholder": "en"}))
    path = forms.CharField(required=False, max_length=200, widget=forms.TextInput({"placeholder": "/blog/*"}))
    assignee = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)

    def __init__(self, data: QueryDict, sites: Sequence[Site]) -> None:
        super().__init__(data, auto_id="filter-%s", label_suffix="")
        self._choose("site", site_names(sites).items())
        self._choose("rule", ((id, id) for id in sorted(_rules())))
        self._choose("generator", ((id, id) for id in generator_ids()))
        self._choose("assignee", people())
        if len(sites) < 2:
            del self.fields["site"]

    def _choose(self, name: str, choices: object) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined, misc]

    def wanted(self) -> Wanted:
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return Wanted(**given)


def people() -> list[tuple[int, str]]:
    """Whom proposals can be assigned to."""
    users = get_user_model()._default_manager.filter(is_active=True, is_staff=True).order_by("username")
    return [(user.pk, user.get_username()) for user in users[:MAX_PEOPLE]]


def cursor(data: QueryDict) -> Cursor | None:
    """Where the page of the list starts or ends: `after=12.5,77` or `before=12.5,77`, from our own links."""
    backwards = "before" in data
    worth, _, id = data.get("before" if backwards else "after", "").partition(",")
    try:
        place = Cursor(float(worth), int(id), backwards)
    except ValueError:
        return None
    return place if math.isfinite(place.worth) and abs(place.id) < 2**63 else None


def _rules() -> set[str]:
    return {rule for generator in generators for rules in generator.mends.values() for rule in rules}
