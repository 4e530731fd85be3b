"""What a container does before its command: migrate, one at a time, and look whether it would get ready."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.process import ROOT

FIRST = "Applying seo_meta.0001"
WAITING = "Another process is migrating the database."
HOLD = """
import time, django
django.setup()
from seo_meta.lock import exclusive
with exclusive("migrations"):
    print("held", flush=True)
    time.sleep(300)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/fresh.sqlite3"
        return
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL to name a PostgreSQL server")
    import psycopg

    name = f"entrypoint_{secrets.token_hex(6)}"
    server = os.environ["TEST_DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(*command: str, database: str) -> subprocess.Popen[str]:
    # The python of a container is the first in its PATH.
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci",
        "DATABASE_URL": database,
        "PYTHONUNBUFFERED": "1",
    }
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def container(database: str) -> subprocess.Popen[str]:
    return start("deploy/entrypoint.sh", "echo", "the command runs", database=database)


def test_two_containers_that_start_at_once_migrate_one_after_the_other(database: str) -> None:
    both = [container(database), container(database)]
    said = [one.communicate(timeout=300)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert [text.splitlines()[-1] for text in said] == ["the command runs"] * 2
    assert sorted(FIRST in text for text in said) == [False, True]


def test_a_container_waits_for_the_one_that_migrates_and_goes_on_when_that_is_killed(database: str) -> None:
    holder = start(sys.executable, "-c", HOLD, database=database)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    waiting = container(database)
    assert waiting.stdout is not None
    assert waiting.stdout.readline().startswith(WAITING)
    assert waiting.poll() is None
    holder.kill()
    holder.wait()
    said = waiting.communicate(timeout=300)[0]
    holder.stdout.close()
    assert (waiting.returncode, said.splitlines()[-1]) == (0, "the command runs")
    assert FIRST in said


def test_a_container_whose_database_is_away_says_so_and_does_not_start() -> None:
    done = container("postgresql://nobody@127.0.0.1:1/none")
    said = done.communicate(timeout=120)[0]
    assert done.returncode == 3
    assert said.startswith("Error: The database failed: ")
    assert "Traceback" not in said
    assert "the command runs" not in said
