"""Screens inside the admin: how they are registered, who may see them, and the frame that they stand in. Plugins have
theirs the same way."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from seo_meta.models import Page, Proposal, Run, Site
from seo_meta.selectors import Action, may

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
else:
    Admin = admin.ModelAdmin  # not generic at run time

View = Callable[..., HttpResponseBase]
"""Takes the ModelAdmin, which knows what rows the user may see, the request, and what the route captures."""


class Screen(NamedTuple):
    route: str
    """Below the address of the model: `inbox/` is `/admin/seo_meta/proposal/inbox/`."""
    name: str
    """`admin:<app>_<name>` is the URL."""
    view: View
    in_menu: str
    """What the menu of all screens calls it; empty for a screen that is reached from others."""


_screens: dict[type[Model], list[Screen]] = {Site: [], Proposal: [], Run: [], Page: []}
"""In the order of the menu."""


def screen(model: type[Model], route: str, *, name: str, in_menu: str = "") -> Callable[[View], View]:
    """Register a view as a screen of a model, for all who may view its rows. `admin/__init__` imports it."""

    def register(view: View) -> View:
        _screens.setdefault(model, []).append(Screen(route, name, view, in_menu))
        return view

    return register


def screen_urls(model_admin: Admin) -> list[URLPattern]:
    """The routes of the screens of a model, to stand before those of the plain admin."""
    wrap = model_admin.admin_site.admin_view
    return [
        path(one.route, wrap(_for_viewers(model_admin, one.view)), name=_url_name(model_admin.model, one))
        for one in _screens.get(model_admin.model, [])
    ]


def _for_viewers(model_admin: Admin, view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        if not model_admin.has_view_permission(request):
            raise PermissionDenied
        return view(model_admin, request, **captured)

    return guarded


def may_review(request: HttpRequest, site: Site | None = None) -> bool:
    """Whether the user decides about proposals of the site, or without one of any."""
    return may(request.user, Action.REVIEW, site)


def require_review(request: HttpRequest, site: Site | None = None) -> None:
    """Raises PermissionDenied, which Django answers with 403."""
    if not may_review(request, site):
        raise PermissionDenied("Your account may look at proposals, not decide about them.")


def may_run(request: HttpRequest, site: Site | None = None) -> bool:
    """Whether the user starts and cancels audits of the site, or without one of any."""
    return may(request.user, Action.RUN, site)


def require_run(request: HttpRequest, site: Site | None = None) -> None:
    """Raises PermissionDenied, which Django answers with 403."""
    if not may_run(request, site):
        raise PermissionDenied("Your account may look at runs, not start or cancel them.")


def is_swap(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts the answer in place of a part of the page."""
    return request.headers.get("HX-Request") == "true"


def render(
    model_admin: Admin,
    request: HttpRequest,
    template: str,
    title: str,
    context: dict[str, Any],
    status: int = 200,
) -> TemplateResponse:
    """A screen in the frame of the admin. `template` is below `admin/<app>/`, and extends `screen.html` of seo_meta."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    frame = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "menu": menu(here or ""),
        "may_review": may_review(request),
        "may_run": may_run(request),
    }
    path_of_template = f"admin/{model_admin.opts.app_label}/{template}"
    return TemplateResponse(request, path_of_template, {**frame, **context}, status=status)


def menu(here: str = "") -> list[dict[str, Any]]:
    """The screens that stand in the menu, in the order of registration; `here` is the URL name of the present one."""
    named = [(_url_name(model, one), one) for model, screens in _screens.items() for one in screens if one.in_menu]
    return [{"text": one.in_menu, "url": reverse(f"admin:{name}"), "current": here == name} for name, one in named]


def _url_name(model: type[Model], screen: Screen) -> str:
    return f"{model._meta.app_label}_{screen.name}"
