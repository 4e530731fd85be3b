"""What visitors searched for and nobody has written yet, or not in these words."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ml_search.models import IndexedPage
from ml_search.selectors import zero_results
from seo_meta.admin.screens import Admin, render, screen

from .site_picker import IndexedSitePicker


@screen(IndexedPage, "not-found/", name="zero_results")
def nothing_found(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    picker = IndexedSitePicker(request)
    rows = zero_results(picker.chosen.pk) if picker.chosen else []
    context = {"picker": picker, "tab": "zero_results", "rows": rows}
    return render(model_admin, request, "zero_results.html", "Searched for and not found", context)
