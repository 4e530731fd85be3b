"""Which Django apps run. Names only: Django imports them."""

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points

from django.core.exceptions import ImproperlyConfigured

DJANGO = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
)
REDIS = ("django_rq",)
OURS = ("seo_meta", "ml_search")
REQUIRED = "seo_meta"
PLUGIN_GROUP = "siteagent.apps"


def installed_apps(apps: Iterable[str], plugins: Iterable[str] = (), *, redis: bool = False) -> list[str]:
    """INSTALLED_APPS for our apps (`SITEAGENT_APPS`), third-party plugins by entry-point name (`SITEAGENT_PLUGINS`) and
    the queue in Redis.

    Raises ImproperlyConfigured for an unknown name: a rule that silently does not run would look like a clean site.
    """
    ours = list(dict.fromkeys(apps))
    for name in ours:
        if name not in OURS:
            raise ImproperlyConfigured(f"SITEAGENT_APPS names {name!r}; available: {', '.join(OURS)}.")
    if REQUIRED not in ours:
        raise ImproperlyConfigured(f"SITEAGENT_APPS must name {REQUIRED}, which all other apps build on.")
    wanted = list(dict.fromkeys(plugins))
    available = installed_plugins() if wanted else {}
    for name in wanted:
        if name not in available:
            known = ", ".join(sorted(available)) or "none"
            raise ImproperlyConfigured(f"SITEAGENT_PLUGINS names {name!r}, which is not installed; available: {known}.")
    return list(dict.fromkeys([*DJANGO, *(REDIS if redis else ()), *ours, *(available[name] for name in wanted)]))


def installed_plugins() -> Mapping[str, str]:
    """Plugin name to Django app, from the entry points of installed distributions. Installed is not enabled."""
    return {point.name: point.value.replace(":", ".") for point in entry_points(group=PLUGIN_GROUP)}
