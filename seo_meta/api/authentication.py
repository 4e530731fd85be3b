"""How a request says who it comes from: an API key, or the session of the admin."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.security.http import HttpAuthBase
from ninja.utils import check_csrf

from seo_meta.core.access import Action
from seo_meta.errors import AccessError
from seo_meta.models import ApiKey
from seo_meta.selectors.access import Caller, may, require
from seo_meta.services.api_keys import known_key

SAFE = ("GET", "HEAD", "OPTIONS")


class ApiKeyAuth(HttpAuthBase):
    openapi_scheme = "bearer"
    openapi_bearerFormat = "sa_PREFIX_SECRET"
    openapi_description = "An API key. Reading needs its scope `read`; what changes something says which it needs."

    def __call__(self, request: HttpRequest) -> ApiKey | None:
        """Raises CredentialError for a key that is not valid, and AccessError for one without a fitting scope."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.openapi_scheme:
            return None
        key = known_key(text.strip())
        _require_some_access(request, key)
        return key


class StaffSession(AuthBase):
    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"
    openapi_description = "The session of the admin. Requests that change something need the header X-CSRFToken."

    def __call__(self, request: HttpRequest) -> User | None:
        """Raises AccessError without a CSRF token, or when no role of the user fits."""
        user = request.user
        if not isinstance(user, User) or not (user.is_active and user.is_staff):
            return None
        if check_csrf(request) is not None:
            raise AccessError("The CSRF token is missing or wrong. Send the cookie csrftoken as X-CSRFToken, too.")
        _require_some_access(request, user)
        return user


def caller_of(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _require_some_access(request: HttpRequest, caller: Caller) -> None:
    """Refuse here already who could read, or change, nothing anywhere: an operation that forgets to ask stays closed to
    most. Which site, and which change, is its own question."""
    if request.method in SAFE:
        require(caller, Action.READ)
    elif not any(may(caller, action) for action in Action if action != Action.READ):
        raise AccessError("This changes something, for which you may only read.")
