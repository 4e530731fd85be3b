"""System checks of search. Only its packages are an error: without the rest, the other apps work."""

from collections.abc import Sequence
from datetime import timedelta
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import Error as DatabaseError
from django.db.models import Max
from django.utils import timezone

from .errors import EncoderError, MlSearchError

PACKAGES = {
    "torch": "torch",
    "sentence_transformers": "sentence-transformers",
    "faiss": "faiss-cpu",
    "snowballstemmer": "snowballstemmer",
}
"""Module to the distribution that brings it."""
BEHIND = timedelta(days=1)
NAMED = 3


@register()
def check_packages_installed(**kwargs: Any) -> Sequence[CheckMessage]:
    """The packages of search are installed."""
    # Looked for without importing: torch alone takes seconds.
    missing = [package for module, package in PACKAGES.items() if find_spec(module) is None]
    if not missing:
        return []
    return [
        Error(
            f"ml_search is enabled, but these packages are missing: {', '.join(missing)}.",
            hint="Install them with `make ml`, or leave ml_search out of SITEAGENT_APPS.",
            id="ml_search.E001",
        )
    ]


@register("readiness", deploy=True)
def check_encoder(**kwargs: Any) -> Sequence[CheckMessage]:
    """The encoder of queries is there."""
    try:
        from .encoders.model_files import find_model
        from .encoders.onnx import export_path

        there = export_path(find_model()).is_file()
    except ImportError:  # check_packages_installed says so
        return []
    except EncoderError as error:
        return [_keywords_only(str(error), "Put the model there; `make ml` installs one.")]
    return [] if there else [_keywords_only("The model was not exported yet.", "Run: python manage.py ml_index")]


@register("installation", Tags.database, deploy=True)
def check_index(**kwargs: Any) -> Sequence[CheckMessage]:
    """Every site has an index that can be read, of its latest audit or of one a day older at most."""
    try:
        return [*_behind(), *_unreadable()]
    except (DatabaseError, ImportError):
        return []


def _keywords_only(problem: str, hint: str) -> CheckMessage:
    return CheckWarning(f"Search goes by words alone. {problem}", hint=hint, id="ml_search.W101")


def _behind() -> list[CheckMessage]:
    run, indexed = apps.get_model("seo_meta", "Run"), apps.get_model("ml_search", "IndexedPage")
    newest = dict(indexed.objects.order_by().values_list("site").annotate(Max("page__run")))
    done = run.objects.filter(state="done", finished_at__lt=timezone.now() - BEHIND).order_by()
    latest = done.values_list("site", "site__base_url").annotate(Max("pk"))
    behind = sorted(url for site, url, last in latest if (newest.get(site) or 0) < last)
    if not behind:
        return []
    more = f" and {len(behind) - NAMED} more" if len(behind) > NAMED else ""
    return [
        CheckWarning(
            f"The search index lacks the latest audit, or is not there: {', '.join(behind[:NAMED])}{more}.",
            hint="Run after each audit: python manage.py ml_index --site URL",
            id="ml_search.W201",
        )
    ]


def _unreadable() -> list[CheckMessage]:
    from .stores import store_of

    sites = apps.get_model("seo_meta", "Site").objects.filter(
        pk__in=apps.get_model("ml_search", "IndexedPage").objects.order_by().values("site").distinct()
    )
    reasons = {site.base_url: _why_unreadable(store_of, site.pk) for site in sites.iterator()}
    return [
        CheckWarning(
            f"The search index of {url} cannot be read: {reason}",
            hint=f"Make it anew from the database: python manage.py ml_index --site {url}",
            id="ml_search.W202",
        )
        for url, reason in reasons.items()
        if reason
    ]


def _why_unreadable(store_of: Any, site: int) -> str:
    try:
        return "" if store_of(site).active() else "no generation of it is there and whole."
    except MlSearchError as error:
        return str(error)
