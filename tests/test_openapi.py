import json
from pathlib import Path

from tests.process import ROOT, python


def test_the_committed_description_of_the_api_is_that_of_the_code() -> None:
    done = python(
        *("manage.py", "export_openapi_schema", "--api", "siteagent_project.api.api", "--sorted", "--indent", "2"),
        DJANGO_SETTINGS_MODULE="siteagent_project.settings.ci",
    )
    assert done.returncode == 0, done.stderr
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text()
    assert json.loads(committed) == json.loads(done.stdout), "Run: make openapi"


def test_so_is_that_of_the_search(tmp_path: Path) -> None:
    written = tmp_path / "search.json"
    done = python("scripts/build_search_openapi.py", str(written))
    assert done.returncode == 0, done.stderr
    committed = (ROOT / "docs" / "reference" / "openapi-search.json").read_text()
    assert json.loads(committed) == json.loads(written.read_text()), "Run: make openapi"
