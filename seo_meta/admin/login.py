from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from seo_meta.services.audit_log import actor_of, record
from seo_meta.services.login_lock import locked_until


class LoginForm(AdminAuthenticationForm):
    """Says when a locked login may be tried again. An unknown user name is answered as a known one is."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if (user := self.get_user()) is not None:  # a form with errors asked for nobody
            record(actor_of(user), "login", ip=self._ip())
        return cleaned

    def get_invalid_login_error(self) -> ValidationError:
        until = locked_until(self.cleaned_data["username"], self._ip())
        if until is None:
            return super().get_invalid_login_error()
        minutes = int((until - timezone.now()).total_seconds() // 60) + 1
        return ValidationError(
            f"Too many failed logins. Try again in {minutes} min, at {until:%H:%M} UTC.", code="locked"
        )

    def _ip(self) -> str:
        return self.request.META.get("REMOTE_ADDR", "") if self.request is not None else ""
