"""A database of the first schema, with data, under the code of today."""

import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.process import python

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "")
DEV = "siteagent_project.settings.dev"

# Rows as the first schema has them, put in by models that know no more than it did.
FILL = """
import json, django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FIRST = [("seo_meta", "0001_initial")]
executor = MigrationExecutor(connection)
executor.migrate(FIRST)
models = MigrationExecutor(connection).loader.project_state(FIRST).apps

from seo_meta.models.page import pack_facts
from seo_meta.tests.factories import facts_of

facts = facts_of("<title>Cups that we throw by hand</title><h1>Cups</h1><p>Clay and water.</p>", "cups.html")
site = models.get_model("seo_meta", "Site").objects.create(base_url="https://example.com/")
run = models.get_model("seo_meta", "Run").objects.create(
    site=site, source="public", kind="folder", state="done", complete=True, pages=1, version="0.1.0",
    finished_at="2026-11-23T12:00:00Z", outcomes={"description.missing": {"fail": 1}},
    policy={"limits": {"title_max_px": 600, "dropped_since": 1}}, robots={"url": "https://example.com/robots.txt"},
)
page = models.get_model("seo_meta", "Page").objects.create(
    run=run, url=facts.url, url_hash="0" * 32, key=b"12345678", file="cups.html", status=200, is_html=True,
    indexable=True, noindex=False, self_canonical=True, canonical=b"", redirect=b"", title="Cups that we throw by hand",
    word_count=3, byte_size=80, links=b"", followed=b"", fragments=b"", ids=b"", resources=b"", facts=pack_facts(facts),
)
models.get_model("seo_meta", "Finding").objects.create(
    run=run, page=page, rule="description.missing", rule_version=1, kind="documented", severity="warning",
    outcome="fail", message="The page has no meta description", fingerprint="f" * 32,
)
models.get_model("seo_meta", "SitemapEntry").objects.create(run=run, sitemap="s", url=facts.url, lastmod="2026-11-01")
call_command("migrate", verbosity=0)
"""
BACK_AND_FORTH = """
call_command("migrate", "seo_meta", "0001_initial", verbosity=0)
call_command("migrate", verbosity=0)
"""

READ = """
from seo_meta.selectors import find_run, finished_runs

run = find_run()
page = run.read_pages.get()
print(json.dumps({
    "run": [run.source, run.state, run.complete, run.pages, run.started_at is not None],
    "policy": run.read_policy().limits.title_max_px,
    "page": [page.title, page.read_facts().url, page.outbound, page.unchanged],
    "findings": list(run.findings.values_list("rule", "message")),
    "entries": list(run.sitemap_entries.values_list("url", flat=True)),
    "warnings": finished_runs(run.site).get().warning,
}))
"""
STORED = {
    "run": ["public", "done", True, 1, True],
    "policy": 600,
    "page": ["Cups that we throw by hand", "https://example.com/cups.html", "", False],
    "findings": [["description.missing", "The page has no meta description"]],
    "entries": ["https://example.com/cups.html"],
    "warnings": 1,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/old.sqlite3"
        return
    if not POSTGRESQL.startswith("postgres"):
        pytest.skip("needs a TEST_DATABASE_URL")
    name = f"siteagent_upgrade_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{POSTGRESQL.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(url: str, *arguments: str) -> str:
    done = python(*arguments, DATABASE_URL=url, DJANGO_SETTINGS_MODULE=DEV, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_what_the_first_release_stored_is_read_and_gone_on_with(url: str, tmp_path: Path) -> None:
    assert json.loads(run(url, "-c", FILL + READ)) == STORED

    run(url, "manage.py", "seo_report", "--format", "json", "--out", str(tmp_path / "report"))
    reported = json.loads((tmp_path / "report" / "report.json").read_text())
    assert [finding["rule"] for finding in reported["findings"]] == ["description.missing"]

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "cups.html").write_text("<title>Cups that we throw by hand</title><h1>Cups</h1>")
    audit = (
        "manage.py",
        "meta_auto",
        str(tmp_path / "site"),
        "--base-url",
        "https://example.com/",
        "--fail-on",
        "never",
    )
    run(url, *audit, "--out", str(tmp_path / "report-2"))
    assert "0 errors" in run(url, "manage.py", "doctor")


def test_the_way_back_to_the_first_release_keeps_what_that_knew(url: str) -> None:
    assert json.loads(run(url, "-c", FILL + BACK_AND_FORTH + READ)) == STORED
