import os
import re
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tests.process import ROOT, python
from tests.test_starts import ENVS, OFF, ON, UNKNOWN

SETTINGS = "siteagent_project.settings"
PROD = {"SECRET_KEY": "right" * 12, "ALLOWED_HOSTS": "siteagent.example", "SITEAGENT_APPS": "seo_meta"}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a settings module afresh, with these environment variables and no others of ours."""
    variables = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    for name in variables - {"DJANGO_SETTINGS_MODULE"}:
        monkeypatch.delenv(name, raising=False)

    def load(name: str, **variables: str) -> ModuleType:
        for variable, value in variables.items():
            monkeypatch.setenv(variable, value)
        for module in ("base", name):
            monkeypatch.delitem(sys.modules, f"{SETTINGS}.{module}", raising=False)
        return import_module(f"{SETTINGS}.{name}")

    return load


@pytest.mark.parametrize("name", ["dev", "ci", "prod"])
@pytest.mark.parametrize("value", [*ON, *OFF, *UNKNOWN])
@pytest.mark.parametrize("env", ENVS)
def test_no_login_is_needed_only_when_ci_says_so_and_else_the_process_does_not_start(
    load: Any, name: str, value: str, env: str
) -> None:
    variables = PROD | {"DISABLE_AUTH": value, "ENV": env}
    if value in UNKNOWN:
        with pytest.raises(ImproperlyConfigured, match="DISABLE_AUTH="):
            load(name, **variables)
    elif value in ON and env != "ci":
        with pytest.raises(ImproperlyConfigured, match="works only with ENV=ci"):
            load(name, **variables)
    else:
        assert load(name, **variables).DISABLE_AUTH is (value in ON)


@pytest.mark.parametrize("name", ["dev", "ci", "prod"])
def test_no_server_that_others_reach_starts_without_login(load: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"not SITEAGENT_BIND='0\.0\.0\.0:8000'"):
        load(name, **PROD, DISABLE_AUTH="1", ENV="ci", SITEAGENT_BIND="0.0.0.0:8000")


@pytest.mark.parametrize(
    "arguments",
    [
        ("manage.py", "check"),
        ("-m", "siteagent_project", "runserver", "--noreload"),
        ("-c", "import siteagent_project.wsgi"),
        ("-c", "import siteagent_project.asgi"),
    ],
    ids=["manage", "siteagent", "wsgi", "asgi"],
)
def test_every_way_in_refuses_with_the_reason(arguments: tuple[str, ...]) -> None:
    done = python(*arguments, **PROD, DISABLE_AUTH="1", ENV="prod")
    assert done.returncode != 0
    assert done.stderr.splitlines()[-1].endswith("works only with ENV=ci, not ENV='prod'. Unset DISABLE_AUTH.")


def test_a_command_says_in_one_line_what_is_wrong_with_the_configuration() -> None:
    done = python("manage.py", "check", SITEAGENT_APPS="seo_meta,mlsearch")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("Configuration error: SITEAGENT_APPS names 'mlsearch'; available: seo_meta, ml_search.\n")


def test_a_command_without_any_environment_keeps_an_sqlite_file_in_the_current_folder(load: Any) -> None:
    settings = load("dev")
    assert settings.DATABASES["default"]["NAME"] == "siteagent.sqlite3"
    assert settings.DEBUG is False


def test_ci_leaves_search_out_whatever_the_environment_says(load: Any) -> None:
    assert "ml_search" not in load("ci", SITEAGENT_APPS="seo_meta,ml_search").INSTALLED_APPS
    assert "ml_search" in load("test", SITEAGENT_APPS="seo_meta,ml_search").INSTALLED_APPS


def test_ci_and_the_tests_ask_no_language_model_whatever_the_environment_says(load: Any) -> None:
    model = {"SITEAGENT_LLM_BASE_URL": "http://localhost:11434/v1", "SITEAGENT_LLM_MODEL": "tiny"}
    assert load("dev").SITEAGENT_LLM_BASE_URL == ""
    assert load("dev", **model).SITEAGENT_LLM_BASE_URL == "http://localhost:11434/v1"
    assert load("ci", **model).SITEAGENT_LLM_BASE_URL == ""
    assert load("test", **model).SITEAGENT_LLM_BASE_URL == ""


def test_a_server_has_search_unless_told_otherwise(load: Any) -> None:
    assert "ml_search" not in load("prod", **PROD).INSTALLED_APPS
    assert "ml_search" in load("prod", **PROD | {"SITEAGENT_APPS": ""}).INSTALLED_APPS


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_server_does_not_start_without_what_only_its_owner_knows(load: Any, missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{missing} is not set"):
        load("prod", **PROD | {missing: ""})


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SECRET_KEY", "changeme"), ("ALLOWED_HOSTS", "*"), ("CSRF_TRUSTED_ORIGINS", "http://siteagent.example")],
)
def test_a_server_does_not_start_with_what_would_leave_it_open(load: Any, variable: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=variable):
        load("prod", **PROD | {variable: value})


def test_a_forwarded_protocol_is_believed_only_when_asked_for(load: Any) -> None:
    assert not hasattr(load("prod", **PROD), "SECURE_PROXY_SSL_HEADER")
    settings = load("prod", **PROD, TRUST_X_FORWARDED_PROTO="1")
    assert settings.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")


SERVER = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client

call_command("migrate", verbosity=0)
call_command("check", deploy=True, fail_level="WARNING")
probe = {"host": "10.1.2.3:8000"}
print([Client().get(path, headers=probe).status_code for path in ("/live", "/ready")])
page = Client().get("/admin/", headers={"host": "siteagent.example"})
print(page.status_code, page["Location"])
"""


def test_a_server_passes_the_deployment_check_and_redirects_all_but_its_probes(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/prod.sqlite3"
    secret = "".join(chr(33 + number % 90) for number in range(64))
    done = python(
        "-c",
        SERVER,
        **PROD | {"DJANGO_SETTINGS_MODULE": f"{SETTINGS}.prod", "DATABASE_URL": database, "SECRET_KEY": secret},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["[200, 200]", "301 https://siteagent.example/admin/"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_the_tests_run_on_a_file_in_wal_mode_that_worker_processes_open_too() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
        file = cursor.execute("PRAGMA database_list").fetchone()[2]
    name = "from siteagent_project.settings.test import DATABASES; print(DATABASES['default']['NAME'])"
    done = python("-c", name, SITEAGENT_TEST_SQLITE_URL=os.environ["SITEAGENT_TEST_SQLITE_URL"])
    assert done.stdout.strip() == file


def test_every_variable_that_is_read_is_listed_and_every_listed_one_is_read() -> None:
    sources = [*(ROOT / "siteagent_project" / "settings").glob("*.py"), ROOT / "deploy" / "gunicorn.conf.py"]
    text = "\n".join(source.read_text() for source in sources)
    secrets = set(re.findall(r"env_(?:secret|required)\(\s*\"(\w+)\"", text))
    read = secrets | {f"{name}_FILE" for name in secrets}
    read |= set(re.findall(r"(?:env_\w+|environ\.get)\(\s*\"(\w+)\"", text))
    read |= {"DJANGO_SETTINGS_MODULE", "WEB_CONCURRENCY"}  # by Django, by gunicorn
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(read)


def test_the_reference_explains_every_variable() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    reference = (ROOT / "docs" / "reference" / "settings.md").read_text()
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", reference, re.MULTILINE))
    assert explained == {name for name in listed if not name.endswith("_FILE")} - {"DJANGO_SETTINGS_MODULE"}
