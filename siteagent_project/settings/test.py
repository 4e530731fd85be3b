"""The test suite."""

import os
import secrets
import tempfile
from pathlib import Path

from siteagent_project.database import database
from siteagent_project.env import env_list, env_secret
from siteagent_project.installed_apps import installed_apps

from .base import *  # noqa: F403

INSTALLED_APPS = installed_apps(env_list("SITEAGENT_APPS", ["seo_meta"]), env_list("SITEAGENT_PLUGINS"))

# Worker processes do not see the transaction of a test.
SITEAGENT_WORKERS = 0
SITEAGENT_SHARDS = 0

# A test that wants a language model plays one.
SITEAGENT_LLM_BASE_URL = ""

# A test suite in GitHub Actions annotates nothing.
GITHUB_ACTIONS = False

# Tests ask for much in the name of few.
SITEAGENT_THROTTLE = (1_000_000, 60)

# There is no worker: what is ordered is done at once, by whoever orders it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
RQ_QUEUES = {}

SECRET_KEY = "for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file rather than memory, since worker processes open it too; they inherit its name. The test runner removes it.
SQLITE_FILE = Path(tempfile.gettempdir(), f"siteagent-test-{secrets.token_hex(8)}.sqlite3")
SQLITE_URL = os.environ.setdefault("SITEAGENT_TEST_SQLITE_URL", f"sqlite:///{SQLITE_FILE}")

DATABASES = {"default": database(env_secret("TEST_DATABASE_URL", SQLITE_URL), "TEST_DATABASE_URL")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
