"""The log of who did what. It is written in the transaction of what it tells of."""

import getpass
from typing import Any

from django.db.models import Model

from seo_meta.models import ApiKey, AuditEntry, Site
from seo_meta.selectors.access import Caller

MAX_TEXT = 500


def record(
    actor: str, action: str, about: Model | str = "", *, site: Site | None = None, ip: str = "", **details: Any
) -> AuditEntry:
    """Add an entry. `about` is a row, or a text where there is none; `details` are values of JSON, and no secrets."""
    row = about if isinstance(about, Model) else None
    return AuditEntry.objects.create(
        actor=actor,
        action=action,
        object_type=str(row._meta.model_name) if row else "",
        object_id=str(row.pk) if row else "",
        object_text=str(about)[:MAX_TEXT],
        site=str(site) if site else "",
        ip=ip,
        details=details,
    )


def actor_of(caller: Caller) -> str:
    """The caller as `AuditEntry.actor` writes it."""
    if caller is True:
        return "anyone"
    if isinstance(caller, ApiKey):
        return f"key:{caller.prefix}"
    return f"user:{caller.get_username()}"


def actor_at_prompt() -> str:
    """Whoever runs a command. In a container there may be no name for the user's number."""
    try:
        return f"command:{getpass.getuser()}"
    except (KeyError, OSError):
        return "command:unknown"
