"""`backup` as a user runs it; tests/test_backup.py has what is in a backup."""

from pathlib import Path

import pytest
from django.db import connection

from seo_meta.services import backup as service
from seo_meta.tests.commands.test_commands import run

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")


@on_sqlite
def test_a_backup_is_this_users_alone_and_says_how_large_it_is(tmp_path: Path) -> None:
    code, out = run("backup", tmp_path / "copy.sqlite3")
    assert (code, out.endswith(" MB, whole.\n")) == (0, True)
    assert (tmp_path / "copy.sqlite3").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["copy.sqlite3"]


@on_sqlite
def test_a_backup_takes_the_place_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("older")
    code, said = run("backup", tmp_path / "copy.sqlite3")
    assert (code, "is there already" in said) == (2, True)
    assert (tmp_path / "copy.sqlite3").read_text() == "older"


@on_sqlite
def test_a_folder_that_is_not_there_is_named_in_one_line(tmp_path: Path) -> None:
    code, said = run("backup", tmp_path / "absent" / "copy.sqlite3")
    assert (code, "cannot be written" in said, "\n" in said) == (2, True, False)


@on_sqlite
def test_a_backup_that_does_not_read_back_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = service._require_whole

    def damaged(file: Path) -> None:
        with file.open("r+b") as written:
            written.seek(4096)
            written.write(b"\xff" * 4096)
        whole(file)

    monkeypatch.setattr(service, "_require_whole", damaged)
    code, said = run("backup", tmp_path / "copy.sqlite3")
    assert (code, "The copy is damaged" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_for_postgresql_the_command_that_does_it_is_named(tmp_path: Path) -> None:
    code, said = run("backup", tmp_path / "copy")
    assert (code, "pg_dump --format=custom" in said) == (2, True)
