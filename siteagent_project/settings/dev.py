"""A developer's machine, and commands typed at a prompt. Needs no environment."""

import sys

from siteagent_project.env import env_bool, env_list
from siteagent_project.installed_apps import installed_apps

from .base import *  # noqa: F403
from .base import SITEAGENT_REDIS_URL

INSTALLED_APPS = installed_apps(
    env_list("SITEAGENT_APPS", ["seo_meta"]), env_list("SITEAGENT_PLUGINS"), redis=bool(SITEAGENT_REDIS_URL)
)

# Only to serve: under DEBUG, Django keeps every query, and a command that stores a large site must stay small.
DEBUG = env_bool("DEBUG", "runserver" in sys.argv)
SECRET_KEY = "django-insecure-for-development-only"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
