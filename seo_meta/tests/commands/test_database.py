"""A database that does not fit is named in one line before any work starts."""

import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from seo_meta.models import Run


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "index.html").write_text("<title>x</title>")
    return str(tmp_path)


def error_of(site: str) -> CommandError:
    with pytest.raises(CommandError) as caught:
        call_command("seo_audit", site)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.django_db
def test_a_database_of_a_newer_version_is_refused(site: str) -> None:
    MigrationRecorder(connection).record_applied("seo_meta", "9999_from_the_future")
    error = error_of(site)
    assert "written by a newer SiteAgent (migration 9999_from_the_future)" in str(error)
    assert error.returncode == 2


@pytest.mark.django_db
def test_a_database_without_the_tables_says_what_to_run(site: str) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="seo_meta").delete()
    error = error_of(site)
    assert "Run the command: migrate" in str(error)
    assert error.returncode == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite locks as a whole")
def test_a_locked_database_is_named_and_nothing_is_stored(site: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        other.execute("BEGIN IMMEDIATE")
        error = error_of(site)
    finally:
        other.close()
    assert "The database is locked" in str(error)
    assert error.returncode == 2
    assert not Run.objects.exists()
