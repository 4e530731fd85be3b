"""The queue of Django Tasks: in the database, or in Redis."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUTS = "socket_connect_timeout=5&socket_timeout=10"
"""Seconds. Without them a process waits for ever for a server that went away."""

IN_DATABASE = {"BACKEND": "django_tasks_db.DatabaseBackend"}
IN_REDIS = {"BACKEND": "django_tasks_rq.RQBackend"}


def task_backend(redis: str) -> dict[str, str]:
    """`TASKS["default"]`. Raises ImproperlyConfigured when Redis is wanted and its packages are not installed."""
    if redis and find_spec("django_tasks_rq") is None:
        raise ImproperlyConfigured(
            "SITEAGENT_REDIS_URL is set, and django-tasks-rq is not installed. "
            "Install requirements/redis.txt, or leave the variable empty to keep the queue in the database."
        )
    return IN_REDIS if redis else IN_DATABASE


def rq_queues(redis: str) -> dict[str, dict[str, Any]]:
    """`RQ_QUEUES`; tasks may take as long as they like. Raises ImproperlyConfigured for what is no URL of Redis."""
    if not redis:
        return {}
    if urlsplit(redis).scheme not in ("redis", "rediss"):  # The URL may hold a password.
        raise ImproperlyConfigured("SITEAGENT_REDIS_URL is no URL of Redis; write redis://:PASSWORD@HOST:6379/0.")
    url = redis if "socket_timeout" in redis else f"{redis}{'&' if '?' in redis else '?'}{TIMEOUTS}"
    return {"default": {"URL": url, "DEFAULT_TIMEOUT": -1}}
