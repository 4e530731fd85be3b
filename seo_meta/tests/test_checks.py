from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from seo_meta.checks import database as checks


@pytest.mark.django_db
def test_a_migrated_database_passes_every_check() -> None:
    assert checks.check_database_kind() == []
    assert checks.check_database_answers() == []
    assert checks.check_migrations_applied() == []


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_named_with_the_command_that_mends_it() -> None:
    ((app, latest),) = MigrationLoader(connection).graph.leaf_nodes("seo_meta")
    MigrationRecorder(connection).record_unapplied(app, latest)
    (error,) = checks.check_migrations_applied()
    assert error.id == "seo_meta.E102"
    assert f"seo_meta.{latest}" in error.msg
    assert error.hint == "Run: python manage.py migrate"


@pytest.mark.django_db
def test_a_database_that_is_away_is_one_error_and_not_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "absent" / "db.sqlite3")}
    monkeypatch.setattr(checks, "connection", ConnectionHandler({"default": absent})["default"])
    (error,) = checks.check_database_answers()
    assert error.id == "seo_meta.E101"
    assert checks.check_migrations_applied() == []


@pytest.mark.parametrize("vendor", ["mysql", "oracle"])
def test_a_database_that_cannot_hold_runs_is_refused(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", vendor)
    (error,) = checks.check_database_kind()
    assert error.id == "seo_meta.E001"
    assert "postgresql://" in error.hint
