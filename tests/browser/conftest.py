"""A server, its worker and a Chromium of the machine. Each test finds the database as `seed` left it.

SITEAGENT_SCREENSHOTS names a folder that keeps the pictures."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.process import ROOT, python

EXAMPLE = ROOT / "examples" / "site"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DESKTOP = {"width": 1280, "height": 900}


class Seeded(NamedTuple):
    environment: dict[str, str]
    database: Path
    snapshot: Path
    known: dict[str, Any]
    """What `seed` says of it."""


# Playwright stops at the end of the package: other tests cannot use the database while its event loop is there.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") != "true":
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def seeded(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    work = tmp_path_factory.mktemp("browser")
    environment = {
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
        "DATABASE_URL": f"sqlite:///{work}/live.sqlite3",
        "SITEAGENT_FOLDERS": str(EXAMPLE.parent),
        "PYTHONUNBUFFERED": "1",
    }
    done = python("-m", "tests.browser.seed", str(EXAMPLE), str(work), **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    snapshot = work / "seeded.sqlite3"
    copy_database(work / "live.sqlite3", snapshot)
    return Seeded(environment, work / "live.sqlite3", snapshot, json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="package")
def address(seeded: Seeded) -> Iterator[str]:
    """Of a server that runs as `make serve` runs it."""
    with running(seeded, "runserver", "--noreload", "--verbosity", "1", "127.0.0.1:0") as server:
        started = next((line for line in server.stdout if "server at " in line), "")
        assert started, server.log.read_text()
        yield started.split()[-1]


@pytest.fixture
def worker(seeded: Seeded, address: str) -> Iterator[None]:
    """What `make worker` starts."""
    with running(seeded, "seo_worker"):
        yield


@pytest.fixture(autouse=True)
def known(seeded: Seeded) -> dict[str, Any]:
    copy_database(seeded.snapshot, seeded.database)
    return seeded.known


@pytest.fixture
def open_as(chromium: Browser, address: str, known: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """A window of its own for somebody who is logged in, or for nobody in particular. What the browser complains of, be
    it an error of a script or a breach of the policy of the page, fails the test."""
    complaints: list[str] = []

    def open_window(name: str | None = None, **options: Any) -> Page:
        context = chromium.new_context(base_url=address, viewport=DESKTOP, reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        if name:
            context.add_cookies([{"name": "sessionid", "value": known["sessions"][name], "url": address}])
        context.on(
            "console", lambda told: is_complaint(told) and complaints.append(f"{told.location['url']}: {told.text}")
        )
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context.new_page()

    contexts: list[Any] = []
    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    folder = Path(os.environ.get("SITEAGENT_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take


def is_complaint(told: ConsoleMessage) -> bool:
    """Not the answers that say no for a reason, nor the icon that browsers ask every site for."""
    meant = "409 (Conflict)" in told.text or "422 (" in told.text or told.location["url"].endswith("/favicon.ico")
    return told.type in ("error", "warning") and not meant


class Running(NamedTuple):
    stdout: Any
    log: Path


@contextmanager
def running(seeded: Seeded, *command: str) -> Iterator[Running]:
    """A management command that runs until the block ends."""
    log = seeded.database.with_name(f"{command[0]}.log")
    arguments = [sys.executable, "manage.py", *command]
    environment = {"PATH": os.environ["PATH"], **seeded.environment}
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        try:
            yield Running(process.stdout, log)
        finally:
            process.terminate()


def copy_database(source: Path, target: Path) -> None:
    """Also below a server that has it open."""
    with closing(sqlite3.connect(source)) as taken, closing(sqlite3.connect(target)) as given:
        taken.backup(given)
