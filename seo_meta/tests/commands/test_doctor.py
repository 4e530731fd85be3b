"""What is wrong with an installation, one line a check, and how to mend it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import checks
from django.core.checks.registry import registry

from seo_meta.services.diagnose import NOT_SERVERS
from seo_meta.tests.commands.test_commands import run
from tests.process import python

SERVER = "siteagent_project.settings.prod"
RIGHT = {
    "DJANGO_SETTINGS_MODULE": SERVER,
    "SECRET_KEY": "right" * 12,
    "ALLOWED_HOSTS": "siteagent.example",
    "SITEAGENT_APPS": "seo_meta",
}


@pytest.fixture
def said() -> Any:
    """Messages of a check of this test's own; none at first."""
    messages: list[Any] = []

    def check_told(**kwargs: Any) -> list[Any]:
        """All is well with the test."""
        if messages == ["crash"]:
            raise RuntimeError("no\x1b[31m")
        return messages

    checks.register(check_told, "installation", deploy=True)
    yield messages
    registry.deployment_checks.remove(check_told)


def told(*arguments: str) -> dict[str, dict[str, str]]:
    _, out = run("doctor", "--json", *arguments)
    return {one["id"]: one for one in json.loads(out)["checks"]}


@pytest.mark.django_db
@pytest.mark.usefixtures("said")
def test_what_is_well_says_in_a_line_what_was_looked_at() -> None:
    _, out = run("doctor")
    assert "All is well with the test." in out
    assert "SiteAgent 0" in out.splitlines()[0]
    assert told()["seo_meta.database_answers"]["level"] == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("message", "level", "code"),
    [
        (checks.Warning("Slow.", hint="Wait.", id="test.W1"), "warning", 1),
        (checks.Error("Gone.", hint="Wait.", id="test.W1"), "error", 2),
    ],
)
def test_what_is_not_well_has_an_id_and_a_remedy_and_makes_the_exit_code(
    said: list[Any], message: Any, level: str, code: int
) -> None:
    before, _ = run("doctor")
    said.append(message)
    found, out = run("doctor")
    assert found == max(before, code)
    assert [line.split() for line in out.splitlines() if "test.W1" in line] == [[level, "test.W1", message.msg]]
    assert f"{'':<41} Wait.\n" in out
    assert told()["test.W1"] == {"level": level, "id": "test.W1", "text": message.msg, "remedy": "Wait."}


@pytest.mark.django_db
def test_a_check_that_is_silenced_says_nothing(said: list[Any], settings: LazySettings) -> None:
    said.append(checks.Error("Gone.", id="test.E1"))
    settings.SILENCED_SYSTEM_CHECKS = ["test.E1"]
    assert "test.E1" not in told()


@pytest.mark.django_db
def test_a_check_that_crashes_is_an_error_of_its_own_and_the_others_go_on(said: list[Any]) -> None:
    said.append("crash")
    code, out = run("doctor")
    assert code == 2
    assert "The check itself failed: RuntimeError: no\\x1b[31m" in out
    assert "seo_meta.disk_space" in out


def test_a_fresh_installation_is_told_to_migrate_and_then_all_is_well(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    first = python("manage.py", "doctor", **variables)
    assert (first.returncode, "seo_meta.E102" in first.stdout) == (2, True)
    assert "Run: python manage.py migrate" in first.stdout
    assert "seo_meta.worker" not in first.stdout  # nothing is known of what the database would have to say
    assert python("manage.py", "migrate", "--verbosity", "0", **variables).returncode == 0
    second = python("manage.py", "doctor", **variables)
    assert (second.returncode, second.stdout.splitlines()[-1]) == (0, "0 errors, 0 warnings."), second.stdout


def test_a_database_that_is_away_is_one_error() -> None:
    done = python("manage.py", "doctor", DATABASE_URL="postgresql://nobody:s3cret@127.0.0.1:1/nothing")
    assert (done.returncode, done.stderr) == (2, "")
    assert [line.split()[1] for line in done.stdout.splitlines() if line.startswith("error")] == ["seo_meta.E101"]
    assert "s3cret" not in done.stdout


def test_a_servers_security_is_looked_at_and_that_of_a_prompt_is_not(tmp_path: Path) -> None:
    variables = {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    python("manage.py", "migrate", "--verbosity", "0", **variables)
    right = python("manage.py", "doctor", **variables, **RIGHT)
    assert (right.returncode, "seo_meta.content_security" in right.stdout) == (0, True), right.stdout
    wrong = python("manage.py", "doctor", **variables, **RIGHT, SECURE_HSTS_SECONDS="60", TRUST_X_FORWARDED_PROTO="1")
    assert wrong.returncode == 1
    assert "seo_meta.W301" in wrong.stdout
    assert "seo_meta.W304" in wrong.stdout
    assert "content_security" not in python("manage.py", "doctor", **variables).stdout


def test_settings_that_are_not_a_servers_are_there() -> None:
    for name in NOT_SERVERS:
        assert Path(f"{name.replace('.', '/')}.py").is_file()
