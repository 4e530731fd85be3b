"""The lean installation stays lean: what is locked, how large it is, how soon it works.

With LEAN_VENV (`make lean`; .ci/run sets it), the figures are those of an environment with requirements/ci.txt alone.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.process import ROOT

MACHINE_LEARNING = re.compile(r"^(torch|transformers|sentence-transformers|faiss|nvidia|triton)\b", re.MULTILINE)

MAX_MEGABYTES = 220
"""Sixty of them are the main-text extractor and what it depends on, which the proposals of the nightly job need."""
MAX_MODULES = 1_000
"""Of other packages. The seconds that they take are printed, but depend on the machine and what else it does."""
START_CPU_SECONDS = 1.2
SECONDS_TO_READY = 3.0

LEAN_VENV = os.environ.get("LEAN_VENV", "")
PYTHON = str(ROOT / LEAN_VENV / "bin" / "python") if LEAN_VENV else sys.executable
START = """
import resource
import sys
from importlib import import_module

import django
from django.conf import settings

django.setup()
import_module(settings.ROOT_URLCONF)
usage = resource.getrusage(resource.RUSAGE_SELF)
own = sum(name.startswith(("seo_meta", "siteagent_project")) for name in sys.modules)
print(usage.ru_utime + usage.ru_stime, len(sys.modules) - own)
"""


def test_the_lean_lock_holds_no_machine_learning(measured: Callable[[str], None]) -> None:
    found = MACHINE_LEARNING.findall((ROOT / "requirements" / "ci.txt").read_text())
    measured(f"machine-learning packages in the lean lock: {len(found)} (budget 0)")
    assert found == []


@pytest.mark.skipif(not LEAN_VENV, reason="needs LEAN_VENV, an environment with the lean set alone (make lean)")
def test_the_installed_lean_set_is_within_its_budget(measured: Callable[[str], None]) -> None:
    packages = run(PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", env=lean_environment())
    megabytes = int(run("du", "-sm", packages.strip(), env=lean_environment()).split()[0])
    measured(f"lean site-packages: {megabytes} MB (budget {MAX_MEGABYTES})")
    assert megabytes <= MAX_MEGABYTES


def test_starting_django_imports_little(measured: Callable[[str], None]) -> None:
    # The least of three: the first also compiles what was never imported, which an image has behind it.
    starts = [run(PYTHON, "-c", START, env=lean_environment()).split() for _ in range(3)]
    seconds, modules = min(float(seconds) for seconds, _ in starts), int(starts[0][1])
    measured(f"django.setup() and the URLconf: {seconds:.2f} s CPU (budget {START_CPU_SECONDS})")
    measured(f"modules of other packages that it imports: {modules:,} (budget {MAX_MODULES:,})")
    assert modules <= MAX_MODULES


def test_a_started_server_gets_ready(tmp_path: Path, measured: Callable[[str], None]) -> None:
    port = free_port()
    env = lean_environment() | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/lean.sqlite3",
        "SITEAGENT_BIND": f"127.0.0.1:{port}",
    }
    run(PYTHON, "manage.py", "migrate", "--verbosity", "0", env=env)
    command = [PYTHON, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "siteagent_project.wsgi"]
    started = time.monotonic()
    with (tmp_path / "gunicorn.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        status = first_answer(f"http://127.0.0.1:{port}/ready", until=started + 10 * SECONDS_TO_READY)
        seconds = time.monotonic() - started
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert status == 200, (tmp_path / "gunicorn.log").read_text()
    measured(f"/ready answered 200 after {seconds:.2f} s (budget {SECONDS_TO_READY:g})")


def lean_environment() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci",
        "ENV": "ci",
        "DISABLE_AUTH": "1",
    }


def run(*command: str, env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def first_answer(url: str, *, until: float) -> int | None:
    """The status of the first answer; None when nobody answers in time."""
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=1) as response:  # noqa: S310 - our own server
                return response.status
        except URLError as error:
            if code := getattr(error, "code", None):
                return code
            time.sleep(0.02)
        except OSError:
            time.sleep(0.02)
    return None
