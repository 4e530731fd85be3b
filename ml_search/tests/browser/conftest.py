"""The server and the browser of `tests/browser`, with search enabled and a site that is indexed."""

import json
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import EXAMPLE, Seeded, address, chromium, copy_database, open_as, picture
from tests.process import python

__all__ = ["address", "chromium", "open_as", "picture"]

SITE = "https://www.kestrel-lane.example/"


@pytest.fixture(scope="package")
def seeded(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    work = tmp_path_factory.mktemp("search")
    environment = {
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
        "DATABASE_URL": f"sqlite:///{work}/live.sqlite3",
        "SITEAGENT_APPS": "seo_meta,ml_search",
        "SITEAGENT_INDEX_DIR": str(work / "index"),
        "SITEAGENT_PUBLIC_SEARCH": SITE,
        "OMP_NUM_THREADS": "1",
        "PYTHONUNBUFFERED": "1",
    }
    shutil.copytree(EXAMPLE, work / "site")
    done = python("-m", "ml_search.tests.browser.seed", str(work), timeout=300, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    snapshot = work / "seeded.sqlite3"
    copy_database(work / "live.sqlite3", snapshot)
    return Seeded(environment, work / "live.sqlite3", snapshot, json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(autouse=True)
def known(seeded: Seeded) -> dict[str, Any]:
    copy_database(seeded.snapshot, seeded.database)
    return seeded.known
