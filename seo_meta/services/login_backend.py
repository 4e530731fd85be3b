from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from . import login_lock

LONGEST_NAME = 150
"""Of a user, as Django has it."""


class LockingBackend(ModelBackend):
    """Django's passwords and permissions, behind the lock-out. AUTHENTICATION_BACKENDS names it."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Raises PermissionDenied, which ends the attempt, while the name is locked for the address."""
        if not username or password is None or len(username) > LONGEST_NAME:
            return None
        ip = request.META.get("REMOTE_ADDR", "") if request is not None else ""
        attempt = login_lock.begin_attempt(username, ip)
        if not attempt:
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            login_lock.forgive(username, ip)
        else:
            login_lock.report_lock(username, ip, attempt)
        return user
