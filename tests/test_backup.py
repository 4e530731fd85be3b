"""Backups taken while a run writes, restored elsewhere, and gone on with (docs/how-to/operate.md)."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.process import ROOT, python

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
PAGES = 300
PAGE = '<!doctype html><html lang="en"><title>{0}</title><h1>Page {0}</h1><p>{1}</p><a href="{2}.html">next</a>'
AUDIT = ("meta_auto", "--workers", "1", "--fail-on", "never", "--proposals", "5", "--base-url", "https://example.com/")
TABLES = ("seo_meta_run", "seo_meta_page", "seo_meta_finding", "seo_meta_proposal", "auth_permission")
# Pages are stored with what was found on them, so a copy with one and not the other was torn.
UNFOUND = "SELECT count(*) FROM seo_meta_page WHERE id NOT IN (SELECT page_id FROM seo_meta_finding WHERE page_id > 0)"
OF_LAST_RUN = "SELECT count(*) FROM {} WHERE run_id = (SELECT max(id) FROM seo_meta_run)"
BACK_UP_AGAIN_AND_AGAIN = """
import os, sys, django
django.setup()
from django.core.management import call_command
number = 0
while os.getppid() == int(sys.argv[2]) and not os.path.exists(f"{sys.argv[1]}/enough"):
    call_command("backup", f"{sys.argv[1]}/copy-{number:04}.sqlite3")
    number += 1
"""

Query = Callable[[str], int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for number in range(PAGES):
        words = " ".join(f"word{number}x{place}" for place in range(100))
        (folder / f"{number}.html").write_text(PAGE.format(number, words, (number + 1) % PAGES))
    (folder / "index.html").write_text(PAGE.format("Home", "Beans", 0))
    return folder


def manage(url: str, *arguments: str) -> str:
    done = python("manage.py", *arguments, DATABASE_URL=url)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@contextmanager
def running(url: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The interpreter with these arguments, which ends well before the block is left."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    environment = {**kept, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield process
        assert process.wait(timeout=120) == 0
    finally:
        process.kill()
        process.wait()


def counts(ask: Query) -> dict[str, int]:
    return {table: ask(f"SELECT count(*) FROM {table}") for table in TABLES}  # noqa: S608


def on_sqlite(file: Path) -> Query:
    def ask(sql: str) -> Any:
        with closing(sqlite3.connect(file)) as connection:
            return connection.execute(sql).fetchone()[0]

    return ask


def on_postgresql(url: str) -> Query:
    def ask(sql: str) -> Any:
        with psycopg.connect(url) as connection:
            return connection.execute(sql).fetchone()[0]

    return ask


def test_an_sqlite_backup_taken_while_a_run_writes_is_whole_and_can_be_gone_on_with(
    site: Path, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    url = f"sqlite:///{tmp_path}/live.sqlite3"
    manage(url, "migrate", "--verbosity", "0")
    with running(url, "-c", BACK_UP_AGAIN_AND_AGAIN, str(tmp_path), str(os.getpid())):
        with running(url, "manage.py", *AUDIT, str(site), "--out", str(tmp_path / "report")):
            pass
        (tmp_path / "enough").touch()
    copies = sorted(tmp_path.glob("copy-*.sqlite3"))
    asked = [on_sqlite(copy) for copy in copies]
    pages = [ask("SELECT count(*) FROM seo_meta_page") for ask in asked]
    assert pages == sorted(pages)
    assert [ask("PRAGMA integrity_check") for ask in asked] == ["ok"] * len(copies)
    assert [ask("SELECT count(*) FROM pragma_foreign_key_check") for ask in asked] == [0] * len(copies)
    assert [ask(UNFOUND) for ask in asked] == [0] * len(copies)
    half = [copy for copy, number in zip(copies, pages, strict=True) if 0 < number < PAGES]
    assert half, pages
    measured(f"SQLite: {len(copies)} backups during a run, of {min(pages)} to {max(pages)} pages, all whole")

    manage(url, "backup", str(tmp_path / "last.sqlite3"))
    whole = counts(on_sqlite(tmp_path / "live.sqlite3"))
    assert counts(on_sqlite(tmp_path / "last.sqlite3")) == whole
    assert whole["seo_meta_page"] == PAGES + 1

    shutil.copy(half[0], tmp_path / "restored.sqlite3")
    restored = f"sqlite:///{tmp_path}/restored.sqlite3"
    manage(restored, "migrate", "--verbosity", "0")
    manage(restored, *AUDIT, str(site), "--out", str(tmp_path / "report-2"))
    ask = on_sqlite(tmp_path / "restored.sqlite3")
    assert ask(OF_LAST_RUN.format("seo_meta_page")) == PAGES + 1
    assert ask(OF_LAST_RUN.format("seo_meta_finding")) == whole["seo_meta_finding"]


@pytest.fixture
def databases() -> Iterator[tuple[str, str]]:
    """Two empty databases beside the tests' own."""
    if not POSTGRESQL.startswith("postgres"):
        pytest.skip("needs a TEST_DATABASE_URL")
    if not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        pytest.skip("needs pg_dump and pg_restore: apt-get install postgresql-client")
    server, _, _ = POSTGRESQL.rpartition("/")
    names = [f"siteagent_backup_{secrets.token_hex(6)}" for _ in range(2)]
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        yield (f"{server}/{names[0]}", f"{server}/{names[1]}")
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_postgresql_dump_taken_while_a_run_writes_is_whole_and_can_be_gone_on_with(
    databases: tuple[str, str], site: Path, tmp_path: Path
) -> None:
    live, restored = databases
    manage(live, "migrate", "--verbosity", "0")
    ask = on_postgresql(live)
    with running(live, "manage.py", *AUDIT, str(site), "--out", str(tmp_path / "report")) as process:
        while not ask("SELECT count(*) FROM seo_meta_page") and process.poll() is None:
            pass
        program("pg_dump", "--format=custom", f"--file={tmp_path / 'half.dump'}", live)
    program("pg_dump", "--format=custom", f"--file={tmp_path / 'whole.dump'}", live)
    restore = ("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", f"--dbname={restored}")

    program(*restore, str(tmp_path / "whole.dump"))
    assert counts(on_postgresql(restored)) == counts(ask)

    program(*restore, str(tmp_path / "half.dump"))
    assert on_postgresql(restored)("SELECT count(*) FROM seo_meta_page") > 0
    assert on_postgresql(restored)(UNFOUND) == 0
    manage(restored, "migrate", "--verbosity", "0")
    manage(restored, *AUDIT, str(site), "--out", str(tmp_path / "report-2"))
    found = OF_LAST_RUN.format("seo_meta_finding")
    assert on_postgresql(restored)(found) == ask(found)


def program(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
