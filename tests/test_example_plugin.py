"""`tests/example_plugin` uses every extension point that docs/how-to/write-a-plugin.md lists."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.process import ROOT, python

PLUGIN = ROOT / "tests" / "example_plugin"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.ci", "ENV": "ci", "DISABLE_AUTH": "1"}

USE = """
import json
import django
django.setup()
from django.core.checks import run_checks
from django.core.management import call_command, get_commands
from django.test import Client
from seo_meta.plugins import generators, page_rules

call_command("migrate", verbosity=0)
client = Client(headers={"host": "localhost"})
conflict = client.get("/api/v1/example/-1")
ready = client.get("/ready")
metrics = client.get("/metrics", headers={"authorization": "Bearer a-token-of-this-test"}).text
print(json.dumps({
    "rule": "example.title-in-capitals" in page_rules,
    "generator": "example-file-name" in generators,
    "api": client.get("/api/v1/example/21").json(),
    "error": [conflict.status_code, conflict.json()["detail"]],
    "check": [message.id for message in run_checks() if message.id.startswith("siteagent_example")],
    "ready": [ready.status_code, ready.json()["failing"]],
    "command": get_commands()["example_runs"],
    "metrics": [line for line in metrics.splitlines() if line.startswith("siteagent_example")],
}))
call_command("example_runs")
"""


@pytest.fixture
def installed(tmp_path: Path) -> str:
    """A PYTHONPATH on which the plugin counts as installed: its code, and the metadata that pip would write."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    metadata = tmp_path / "siteagent_example-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: 1.0\n")
    points = project["entry-points"]["siteagent.apps"]
    lines = [f"{name} = {app}" for name, app in points.items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[siteagent.apps]", *lines]))
    return f"{tmp_path}:{PLUGIN}"


def test_an_enabled_plugin_contributes_at_every_extension_point(installed: str, tmp_path: Path) -> None:
    done = python(
        *("-c", USE),
        **SETTINGS,
        PYTHONPATH=installed,
        SITEAGENT_PLUGINS="example",
        DATABASE_URL=f"sqlite:///{tmp_path}/plugin.sqlite3",
        EXAMPLE_BACKEND="down",
        SITEAGENT_METRICS_TOKEN="a-token-of-this-test",
    )
    assert done.returncode == 0, done.stderr
    used, printed = done.stdout.splitlines()
    assert json.loads(used) == {
        "rule": True,
        "generator": True,
        "api": 42,
        "error": [409, "-1 is negative. Use a number from 0."],
        "check": ["siteagent_example.W001"],
        "ready": [503, ["siteagent_example.E101"]],
        "command": "siteagent_example",
        "metrics": ['siteagent_example_numbers{kind="even"} 3.0', 'siteagent_example_numbers{kind="odd"} 4.0'],
    }
    assert printed.startswith("There is no finished run yet.")


def test_an_installed_plugin_that_is_not_enabled_changes_nothing(installed: str) -> None:
    done = python("manage.py", "seo_rules", "example.title-in-capitals", **SETTINGS, PYTHONPATH=installed)
    assert done.returncode == 2
    assert "There is no rule 'example.title-in-capitals'" in done.stderr


def test_an_unknown_plugin_stops_the_start_and_the_installed_ones_are_named(installed: str) -> None:
    done = python("manage.py", "check", **SETTINGS, PYTHONPATH=installed, SITEAGENT_PLUGINS="exmaple")
    assert done.returncode == 2
    assert done.stderr == (
        "Configuration error: SITEAGENT_PLUGINS names 'exmaple', which is not installed; available: example.\n"
    )
