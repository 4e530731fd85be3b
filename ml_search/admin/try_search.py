"""Search as visitors do, and see why each hit stands where it stands."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ml_search.core.answer import MAX_OFFSET, Answer, Filters, Mode, Wish
from ml_search.core.query import MAX_CHARACTERS
from ml_search.errors import QueryError
from ml_search.models import IndexedPage
from seo_meta.admin.screens import Admin, is_swap, render, screen

from .site_picker import IndexedSitePicker

PATIENCE = 2.0
"""Seconds: who looks why something is found waits a little for the whole answer."""
MODES = {Mode.HYBRID: "Words and meaning", Mode.KEYWORD: "Words", Mode.SEMANTIC: "Meaning"}
FACETS = {"language": "Language", "section": "Section", "status": "Worst finding"}
"""Those that people can read; templates are known by a hash."""
WITHOUT = {"language": "not given", "section": "top of the site", "status": "none"}
"""What the empty value is called."""
MAX_VALUES = 12
"""Of one facet that are shown."""
MAX_CHOSEN = 20


class SearchForm(forms.Form):
    q = forms.CharField(max_length=MAX_CHARACTERS, required=False, label="Search for")
    mode = forms.ChoiceField(choices=[*MODES.items()], required=False, label="By")
    cursor = forms.IntegerField(min_value=0, max_value=MAX_OFFSET, required=False, widget=forms.HiddenInput)


@screen(IndexedPage, "search/", name="search", in_menu="Search")
def try_search(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    picker = IndexedSitePicker(request)
    form = SearchForm(request.GET, auto_id="search-%s", label_suffix="")
    context: dict[str, Any] = {"picker": picker, "form": form, "tab": "search"}
    if form.is_valid() and form.cleaned_data["q"] and picker.chosen:
        context |= _answered(request, picker, form)
    template = "_results.html" if is_swap(request) else "search.html"
    return render(model_admin, request, template, "Search", context)


def _answered(request: HttpRequest, picker: IndexedSitePicker, form: SearchForm) -> dict[str, Any]:
    from ml_search.services.search import search

    chosen = {name: tuple(request.GET.getlist(name)[:MAX_CHOSEN]) for name in FACETS}
    wish = Wish(
        query=form.cleaned_data["q"],
        mode=Mode(form.cleaned_data["mode"] or Mode.HYBRID),
        offset=form.cleaned_data["cursor"] or 0,
        filters=Filters(**chosen),
        explain=True,
        patience=PATIENCE,
        logged=False,
    )
    try:
        answer = search(picker.chosen, wish)  # type: ignore[arg-type]  # there is one
    except QueryError as error:
        return {"refused": str(error)}
    return {"answer": answer, "facets": _facets(request, answer, chosen), "narrowed": bool(wish.filters)}


def _facets(request: HttpRequest, answer: Answer, chosen: dict[str, tuple[str, ...]]) -> list[dict[str, Any]]:
    """Of each filter its values, each with the address that takes it in, or out again."""
    return [
        {"name": title, "values": values}
        for name, title in FACETS.items()
        if (values := _values(request, name, answer.facets.get(name, {}), chosen[name]))
    ]


def _values(request: HttpRequest, name: str, counts: dict[str, int], chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    """None for a filter that would narrow nothing."""
    named = [*chosen, *(value for value in counts if value not in chosen)][:MAX_VALUES]
    if len(named) < 2 and not chosen:
        return []
    return [
        {
            "name": value or WITHOUT[name],
            "count": counts.get(value, 0),
            "chosen": value in chosen,
            "query": _toggled(request, name, value, chosen),
        }
        for value in named
    ]


def _toggled(request: HttpRequest, name: str, value: str, chosen: tuple[str, ...]) -> str:
    query = request.GET.copy()
    query.pop("cursor", None)
    query.setlist(name, [one for one in chosen if one != value] if value in chosen else [*chosen, value])
    return query.urlencode()
