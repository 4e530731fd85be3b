"""DATABASE_URL to Django's settings."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE = {
    # BEGIN IMMEDIATE waits for the lock; a deferred transaction that turns into a writer fails at once instead.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

POSTGRESQL = {
    # Where a server is gone without a word, TCP by itself goes on waiting for a quarter of an hour; in seconds, and the
    # second in milliseconds (libpq, section "Parameter Key Words").
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


def database(url: str, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """`sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3` or `postgresql://user:password@host/name`."""
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:  # its message may hold the password
        raise ImproperlyConfigured(
            f"{variable} is not a database URL; write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        ) from None
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {**SQLITE, **settings.get("OPTIONS", {})}
    else:
        settings["OPTIONS"] = {**POSTGRESQL, **settings.get("OPTIONS", {})}
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
