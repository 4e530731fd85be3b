"""The test suite."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from siteagent_project.database import database
from siteagent_project.env import env_list, env_secret
from siteagent_project.installed_apps import installed_apps

from .base import *  # noqa: F403

INSTALLED_APPS = installed_apps(env_list("SITEAGENT_APPS", ["seo_meta"]), env_list("SITEAGENT_PLUGINS"))

SECRET_KEY = "for-tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sqlite_file() -> str:
    """A file rather than memory, since worker processes open it too; they learn its folder from the environment."""
    folder = os.environ.get("SITEAGENT_TEST_FOLDER")
    if folder is None:
        folder = os.environ["SITEAGENT_TEST_FOLDER"] = tempfile.mkdtemp(prefix="siteagent-test-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return str(Path(folder, "test.sqlite3"))


DATABASES = {"default": database(env_secret("TEST_DATABASE_URL", f"sqlite:///{sqlite_file()}"), "TEST_DATABASE_URL")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": DATABASES["default"]["NAME"]}
