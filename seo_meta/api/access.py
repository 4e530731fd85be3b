"""Who asks, and whether they may."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from seo_meta.models import ApiKey, Site
from seo_meta.selectors import Action, require
from seo_meta.services.review import Actor

from .authentication import caller_of

HERE = "this machine"
"""Who asks a server that asks nobody to log in."""


def acting(request: HttpRequest, action: Action, site: Site) -> Actor:
    """Whoever sent the request, who may do so there. Every endpoint that changes something asks here.

    Raises AccessError.
    """
    require(caller_of(request), action, site)
    return actor_of(request)


def actor_of(request: HttpRequest) -> Actor:
    caller = caller_of(request)
    if isinstance(caller, ApiKey):
        return Actor(None, str(caller), "api")
    if caller is True or isinstance(caller, AnonymousUser):
        return Actor(None, HERE, "api")
    return Actor(caller.pk, caller.get_username(), "api")
