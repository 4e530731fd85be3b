"""Who asks, and which sites they may ask about."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from ml_search.selectors import find_site
from seo_meta.selectors import Action, sites_for

if TYPE_CHECKING:
    from seo_meta.models import Site


def caller_of(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def readable_site(request: HttpRequest, wanted: str | int) -> "Site":
    """By id or base URL. Raises NoSite, and QueryError where a choice is needed."""
    return find_site(str(wanted), sites_for(caller_of(request), Action.READ))
