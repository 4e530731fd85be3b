"""Who may do what with which site. Everything that answers a request asks here."""

from typing import Any, Literal, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, QuerySet

from seo_meta.core.access import Action, roles_with
from seo_meta.errors import AccessError
from seo_meta.models import ApiKey, Site

Caller = User | AnonymousUser | ApiKey | Literal[True]
"""What `request.auth` holds. True is anybody on this machine, where DISABLE_AUTH is on."""

PERMISSIONS = {
    Action.READ: "seo_meta.view_site",
    Action.SUGGEST: "seo_meta.suggest",
    Action.REVIEW: "seo_meta.review",
    Action.RUN: "seo_meta.run_audits",
    Action.PUBLISH: "seo_meta.publish",
}
"""Django's permission to act on all sites."""

Row = TypeVar("Row", bound=Model)


def sites_for(caller: Caller, action: Action) -> QuerySet[Site]:
    """The sites that the caller may act on."""
    if _everywhere(caller, action):
        return Site.objects.all()
    if isinstance(caller, ApiKey):
        return caller.sites.all() if action in caller.scopes else Site.objects.none()
    if caller is True or not caller.is_active:
        return Site.objects.none()
    return Site.objects.filter(roles__user=caller.pk, roles__role__in=roles_with(action))


def within_reach(rows: QuerySet[Row, Any], caller: Caller, action: Action, to_site: str) -> QuerySet[Row, Any]:
    """Those `rows` whose site, over the look-up `to_site`, the caller may act on."""
    if _everywhere(caller, action):
        return rows
    return rows.filter(**{f"{to_site}__in": sites_for(caller, action)})


def may(caller: Caller, action: Action, site: Site | None = None) -> bool:
    """Whether the caller may act on the site, or without one on any site at all."""
    if _everywhere(caller, action):
        return True
    sites = sites_for(caller, action)
    return sites.exists() if site is None else sites.filter(pk=site.pk).exists()


def require(caller: Caller, action: Action, site: Site | None = None) -> None:
    """Raises AccessError, which names what is missing, unless the caller `may`."""
    if may(caller, action, site):
        return
    if isinstance(caller, ApiKey) and action not in caller.scopes:
        raise AccessError(
            f"The API key {caller} lacks the scope {action}. Make one that has it: api_key create --scope {action}"
        )
    of = f" of {site}" if site is not None else ""
    if isinstance(caller, ApiKey):
        raise AccessError(f"The API key {caller} is not for this site. Make one: api_key create --site {site}")
    raise AccessError(f"This needs the role {roles_with(action)[0]}{of}, which an administrator can give you.")


def _everywhere(caller: Caller, action: Action) -> bool:
    if caller is True:
        return True
    if isinstance(caller, ApiKey):
        return caller.all_sites and action in caller.scopes
    return caller.has_perm(PERMISSIONS[action])
