"""DISABLE_AUTH at every way in: 3 of them, 6 values of ENV and 8 of DISABLE_AUTH are 144 starts."""

import json
from collections.abc import Callable
from itertools import product

import pytest

from tests.process import python

WAYS_IN = ("manage", "wsgi", "asgi")
ENVS = ("", "ci", "CI", " ci", "prod", "test")
ON, OFF, UNKNOWN = ("1", "true", "YES"), ("", "0", "false"), ("2", "ci")
STARTS = list(product(WAYS_IN, ENVS, (*ON, *OFF, *UNKNOWN)))

# Forks once for each start, and stops where Django begins to load the apps: by then it has the settings.
START_ALL = """
import importlib, json, os, runpy, sys
import django.core.asgi, django.core.management, django.core.wsgi
from django.apps.registry import Apps
from django.core.exceptions import ImproperlyConfigured

class Started(Exception):
    pass

def stop(*arguments):
    raise Started

def start(way_in):
    Apps.populate = stop
    sys.argv = ["manage.py", "check"]
    try:
        if way_in == "manage":
            runpy.run_path("manage.py", run_name="__main__")
        else:
            importlib.import_module(f"siteagent_project.{way_in}")
    except Started:
        from django.conf import settings
        return f"started with DISABLE_AUTH={settings.DISABLE_AUTH}"
    except ImproperlyConfigured as problem:
        return f"refused: {problem}"
    except SystemExit as left:
        return f"refused with exit code {left.code}"
    return "nothing happened"

answers = []
for way_in, env, disable_auth in json.loads(sys.argv[1]):
    read, write = os.pipe()
    if os.fork() == 0:
        os.environ.update(ENV=env, DISABLE_AUTH=disable_auth)
        os.write(write, start(way_in).encode())
        os._exit(0)
    os.close(write)
    answers.append(os.read(read, 10_000).decode())
    os.close(read)
    os.wait()
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def answers() -> dict[tuple[str, str, str], str]:
    variables = {"SECRET_KEY": "right" * 12, "ALLOWED_HOSTS": "siteagent.example", "SITEAGENT_APPS": "seo_meta"}
    done = python("-c", START_ALL, json.dumps(STARTS), **variables)
    assert done.returncode == 0, done.stderr
    return dict(zip(STARTS, json.loads(done.stdout), strict=True))


def is_right(answer: str, way_in: str, env: str, disable_auth: str) -> bool:
    """A start without login needs ENV=ci, and an unclear wish starts nothing."""
    if disable_auth in OFF:
        return answer == "started with DISABLE_AUTH=False"
    if disable_auth in ON and env == "ci":
        return answer == "started with DISABLE_AUTH=True"
    if way_in == "manage":
        return answer == "refused with exit code 2"
    wrong = "is neither" if disable_auth in UNKNOWN else f"works only with ENV=ci, not ENV={env!r}"
    return answer.startswith("refused: DISABLE_AUTH=") and wrong in answer


@pytest.mark.parametrize("start", STARTS)
def test_a_start_without_login_needs_ci_and_an_unclear_wish_starts_nothing(
    answers: dict[tuple[str, str, str], str], start: tuple[str, str, str]
) -> None:
    assert is_right(answers[start], *start), answers[start]


def test_there_are_144_starts(answers: dict[tuple[str, str, str], str], measured: Callable[[str], None]) -> None:
    right = sum(is_right(answer, *start) for start, answer in answers.items())
    measured(
        f"| ways in x ENV x DISABLE_AUTH that start, or are refused, as they should | {right} of {len(answers)} | all |"
    )
    assert len(answers) == 144
