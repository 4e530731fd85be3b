"""A pipeline that audits a site: lean, throw-away, reachable from its own machine only."""

from django.core.management.utils import get_random_secret_key

from siteagent_project.env import env_list
from siteagent_project.installed_apps import installed_apps

from .base import *  # noqa: F403

# SITEAGENT_APPS is not read: nothing in a pipeline's environment may bring the ML libraries in.
INSTALLED_APPS = installed_apps(["seo_meta"], env_list("SITEAGENT_PLUGINS"))

# Nor may anything in it send pages to a language model, and make two runs of one commit differ.
SITEAGENT_LLM_BASE_URL = ""

# There is no worker: what is ordered is done at once, by whoever orders it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
RQ_QUEUES = {}

SECRET_KEY = get_random_secret_key()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
