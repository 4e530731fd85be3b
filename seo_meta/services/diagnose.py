"""What is wrong with this installation: every system check that applies here, one by one, with what each says."""

import platform
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django
import msgspec
from django.conf import settings
from django.core.checks import ERROR, WARNING, CheckMessage, Tags
from django.core.checks.registry import registry
from django.db import Error as DatabaseError
from django.db import connection

from seo_meta import __version__

Check = Callable[..., Iterable[CheckMessage]]

NOT_SERVERS = tuple(f"siteagent_project.settings.{name}" for name in ("ci", "dev", "test"))
"""Settings that are not reached from elsewhere, of which a server's security is not asked."""
FIRST = ("check_database_answers", "check_migrations_applied")


class Diagnosis(msgspec.Struct, frozen=True):
    level: str
    """`ok`, `warning` or `error`."""
    id: str
    """Of the message; of a check that found nothing its name."""
    text: str
    remedy: str = ""


def diagnose(*, network: bool = False) -> list[Diagnosis]:
    """Run the checks. Only with `network` other machines than the database's are asked."""
    told: list[Diagnosis] = []
    framework, away = 0, False
    for check in sorted(_applying(network), key=_order):
        if away and Tags.database in check.tags:  # type: ignore[attr-defined]
            continue
        found = _said(check, network)
        told += found
        away = away or (check.__name__ in FIRST and bool(found))
        if found:
            continue
        if _is_of_framework(check):
            framework += 1
        else:
            told.append(Diagnosis("ok", _name(check), _claim(check)))
    told.append(Diagnosis("ok", "django", f"{framework} checks of Django and other packages found nothing."))
    return told


def versions() -> dict[str, str]:
    """What is running, by name."""
    try:
        number = ".".join(map(str, connection.get_database_version()))
    except DatabaseError:
        number = "does not answer"
    return {
        "SiteAgent": __version__,
        "Python": platform.python_version(),
        "Django": django.get_version(),
        connection.display_name: number,
        "settings": settings.SETTINGS_MODULE,
    }


def _applying(network: bool) -> Iterator[Check]:
    is_server = settings.SETTINGS_MODULE not in NOT_SERVERS
    deployment = registry.deployment_checks
    for check in registry.get_checks(include_deployment_checks=True):
        if Tags.security in check.tags and check in deployment and not is_server:
            continue
        if network or "network" not in check.tags:
            yield check


def _said(check: Check, network: bool) -> list[Diagnosis]:
    try:
        messages = list(check(app_configs=None, databases=None, network=network))
    except Exception as error:
        text = f"The check itself failed: {type(error).__name__}: {error}"
        return [Diagnosis("error", _name(check), text, "Mend what the other lines name first; else report it.")]
    return [
        Diagnosis(
            "error" if message.level >= ERROR else "warning",
            message.id or _name(check),
            message.msg if message.obj is None else f"{message.obj}: {message.msg}",
            message.hint or "",
        )
        for message in messages
        if message.level >= WARNING and not message.is_silenced()
    ]


def _order(check: Check) -> tuple[Any, ...]:
    return check.__name__ not in FIRST, _is_of_framework(check), check.__module__, check.__name__


def _is_of_framework(check: Check) -> bool:
    return check.__module__.startswith("django.") or not check.__doc__


def _name(check: Check) -> str:
    return f"{check.__module__.partition('.')[0]}.{check.__name__.removeprefix('check_')}"


def _claim(check: Check) -> str:
    """What holds when the check finds nothing: the first line of its docstring."""
    return (check.__doc__ or "").strip().partition("\n")[0]
