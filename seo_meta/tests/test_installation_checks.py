"""What an operator is told of an installation: each check with what it finds, and what mends that."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import CheckMessage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from seo_meta.checks import access, database, disk, environment, jobs, locks, places, pull_requests, runs, server, wal
from seo_meta.lock import taken
from seo_meta.models import ApplyRun, Edit, Job
from seo_meta.services.job_progress import lock_of
from seo_meta.tests.github_server import REPOSITORY, github
from seo_meta.tests.stored import stored_run

HOUR = timedelta(hours=1)
GIB = 1 << 30


def ids(messages: Any) -> list[str]:
    found: list[CheckMessage] = list(messages)
    assert all(message.hint for message in found)
    return [str(message.id) for message in found]


@pytest.fixture
def kept_here(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database file and an index of this installation's own."""
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    (tmp_path / "index").mkdir()
    file = tmp_path / "db.sqlite3"
    file.touch()
    here = SimpleNamespace(vendor="sqlite", settings_dict={"NAME": str(file)})
    monkeypatch.setattr(places, "connection", here)
    return file


@pytest.mark.parametrize(
    ("free", "size", "said"),
    [
        (2 * GIB, 0, []),
        (2 * GIB, 3 * GIB, ["seo_meta.W203"]),
        (GIB // 2, 0, ["seo_meta.W203"]),
        (1, 0, ["seo_meta.E203"]),
    ],
)
def test_a_disk_must_have_room_for_the_database_once_more(
    kept_here: Path, monkeypatch: pytest.MonkeyPatch, free: int, size: int, said: list[str]
) -> None:
    os.truncate(kept_here, size)  # a hole, which takes no room
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    assert sorted(set(ids(disk.check_disk_space()))) == said


def test_a_database_and_an_index_of_ones_own_are_fine(kept_here: Path) -> None:
    assert ids(access.check_writable()) == ids(access.check_others_may_not_write()) == []


def test_what_this_user_may_not_write_is_named(kept_here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda place, mode: place != kept_here)  # root may write anything
    (error,) = access.check_writable()
    assert (error.id, str(kept_here) in error.msg) == ("seo_meta.E204", True)


def test_what_everybody_may_write_is_named(kept_here: Path) -> None:
    kept_here.chmod(0o666)
    (kept_here.parent / "index").chmod(0o777)
    assert ids(access.check_others_may_not_write()) == ["seo_meta.W204"] * 2


@pytest.mark.django_db
def test_a_migrated_database_with_nothing_in_it_is_fine() -> None:
    found = [database.check_migrations_known(), wal.check_wal(), jobs.check_worker(), jobs.check_jobs()]
    found += [locks.check_locks(), locks.check_edits(), runs.check_last_run()]
    assert [list(messages) for messages in found] == [[]] * 7


@pytest.mark.django_db
def test_a_migration_of_a_newer_version_is_no_error_since_servers_go_on() -> None:
    MigrationRecorder(connection).record_applied("seo_meta", "9999_from_the_future")
    (warning,) = database.check_migrations_known()
    assert (warning.id, "seo_meta.9999_from_the_future" in warning.msg) == ("seo_meta.W201", True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_a_journal_that_locks_readers_out_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=DELETE")
        try:
            assert ids(wal.check_wal()) == ["seo_meta.W202"]
        finally:
            cursor.execute("PRAGMA journal_mode=WAL")


def a_job(state: Job.State, silent: timedelta, **fields: Any) -> Job:
    run = stored_run(state="running", finished_at=None)
    return Job.objects.create(run=run, state=state, beat_at=timezone.now() - silent, **fields)


@pytest.mark.django_db
def test_orders_that_nobody_takes_are_counted_unless_a_worker_is_busy() -> None:
    a_job(Job.State.QUEUED, HOUR, order={"source": "x"})
    assert ids(jobs.check_worker()) == ["seo_meta.W205"]
    a_job(Job.State.RUNNING, timedelta(0), order={"source": "x"})
    assert ids(jobs.check_worker()) == []


@pytest.mark.django_db(transaction=True)
def test_silent_work_died_or_hangs_as_its_lock_tells() -> None:
    job = a_job(Job.State.RUNNING, HOUR)
    assert ids(jobs.check_jobs()) == ["seo_meta.W206"]
    with taken(lock_of(job.pk)):
        assert ids(jobs.check_jobs()) == ["seo_meta.W207"]


@pytest.mark.django_db
def test_an_edit_that_was_begun_by_a_process_that_died_is_named_with_its_folder(tmp_path: Path) -> None:
    run = stored_run()
    batch = ApplyRun.objects.create(site=run.site, run=run, root=str(tmp_path), actor_name="ana", client="api")
    edit = Edit.objects.create(apply_run=batch, file="a.html", versions={}, splices=[], inverse=[])
    (warning,) = locks.check_edits()
    assert (warning.id, str(tmp_path) in warning.msg) == ("seo_meta.W209", True)
    with taken(f"seo_apply in {tmp_path}"):
        assert ids(locks.check_edits()) == []
    edit.delete()
    assert ids(locks.check_edits()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="files' locks go with their process")
def test_a_lock_that_is_held_for_too_long_is_named_with_the_session_that_holds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(locks, "HELD", locks.HELD.replace("1 day", "0 days"))
    assert ids(locks.check_locks()) == []
    with taken("https://example.com/"):
        (warning,) = locks.check_locks()
    assert (warning.id, "SELECT pg_terminate_backend(" in warning.hint) == ("seo_meta.W208", True)


@pytest.mark.django_db
def test_a_week_without_an_audit_is_named() -> None:
    run = stored_run()
    assert ids(runs.check_last_run()) == []
    run.finished_at = timezone.now() - timedelta(days=9)
    run.save()
    assert ids(runs.check_last_run()) == ["seo_meta.W210"]


@pytest.fixture
def pull_requests_wanted(settings: LazySettings) -> Iterator[Any]:
    with github() as hub:
        settings.GITHUB_API_URL, settings.GITHUB_REPOSITORY = hub.url, REPOSITORY
        settings.SITEAGENT_GITHUB_TOKEN = "token"
        yield hub


def test_without_pull_requests_neither_git_nor_a_token_is_wanted(settings: LazySettings) -> None:
    settings.GITHUB_REPOSITORY = settings.SITEAGENT_GITHUB_TOKEN = ""
    found = [pull_requests.check_git(), pull_requests.check_github_token(), pull_requests.check_github_answers(True)]
    assert [list(messages) for messages in found] == [[]] * 3


def test_pull_requests_want_git_and_a_token(
    pull_requests_wanted: Any, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [*pull_requests.check_git(), *pull_requests.check_github_token()] == []
    monkeypatch.setenv("PATH", "")
    settings.SITEAGENT_GITHUB_TOKEN = ""
    assert ids(pull_requests.check_git()) == ["seo_meta.E211"]
    assert ids(pull_requests.check_github_token()) == ["seo_meta.W211"]


def test_github_is_asked_only_when_the_network_may_be(pull_requests_wanted: Any) -> None:
    pull_requests_wanted.failing[f"GET /repos/{REPOSITORY}/pulls"] = (401, {}, {})
    assert ids(pull_requests.check_github_answers()) == []
    assert pull_requests_wanted.asked == []
    (error,) = pull_requests.check_github_answers(network=True)
    assert (error.id, "does not know the token" in error.msg) == ("seo_meta.E212", True)
    pull_requests_wanted.failing.clear()
    assert ids(pull_requests.check_github_answers(network=True)) == []


def test_a_misspelt_variable_is_named_with_the_near_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("SITEAGENT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SITEAGENT_PROXIES", "")
    assert ids(environment.check_environment()) == []
    monkeypatch.setenv("SITEAGENT_PROXYS", "1")
    monkeypatch.setenv("SITEAGENT_SOMETHING_ELSE", "1")
    near, far = environment.check_environment()
    assert (near.id, near.hint) == ("seo_meta.W212", "Did you mean SITEAGENT_PROXIES?")
    assert "docs/reference/settings.md" in far.hint


SERVER = {
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SITEAGENT_PROXIES": 1,
    "SECURE_HSTS_SECONDS": 31_536_000,
}
CHECKS = (
    server.check_proxies,
    server.check_content_security,
    server.check_cookies,
    server.check_hsts,
    server.check_login,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"SITEAGENT_PROXIES": 0}, ["seo_meta.W301"]),
        ({"MIDDLEWARE": []}, ["seo_meta.W302"]),
        ({"SESSION_COOKIE_SAMESITE": "None", "CSRF_COOKIE_SAMESITE": False}, ["seo_meta.W303"] * 2),
        ({"SECURE_HSTS_SECONDS": 3600}, ["seo_meta.W304"]),
        ({"DISABLE_AUTH": True}, ["seo_meta.W305"]),
    ],
)
def test_what_a_servers_settings_leave_open_is_named(
    settings: LazySettings, changed: dict[str, Any], said: list[str]
) -> None:
    for name, value in {**SERVER, **changed}.items():
        setattr(settings, name, value)
    assert [id for check in CHECKS for id in ids(check())] == said
