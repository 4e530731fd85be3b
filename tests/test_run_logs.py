"""What the log of a run may hold: at no level a secret, and no page's text unless somebody asks for DEBUG."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seo_meta.tests.language_model import playing, writes
from seo_meta.tests.loopback import answer, robots, serving
from tests.process import ROOT

PASSWORD, COOKIE, HEADER = "pass-word-of-the-site", "cookie-of-the-site", "header-of-the-site"
MODEL_KEY, GITHUB_TOKEN, QDRANT_KEY = "key-of-the-model", "ghp_tokenOfThisTestAlone0123456789abcd", "key-of-the-store"
SECRETS = {
    "SITEAGENT_HTTP_AUTH": f"reader:{PASSWORD}",
    "SITEAGENT_HTTP_COOKIE": f"session={COOKIE}",
    "SITEAGENT_HTTP_HEADERS": f"X-Staging: {HEADER}",
    "SITEAGENT_LLM_API_KEY": MODEL_KEY,
    "SITEAGENT_GITHUB_TOKEN": GITHUB_TOKEN,
    "QDRANT_API_KEY": QDRANT_KEY,
}
NEVER = [
    *(PASSWORD, COOKIE, HEADER, MODEL_KEY, GITHUB_TOKEN, QDRANT_KEY),
    base64.b64encode(f"reader:{PASSWORD}".encode()).decode(),
]
WORDS = ("Zanzibarium", "Quoxelbrand", "Fjordlingen", "Mumblethorp", "Wexlinghoven")
TITLE, HEADING, TEXT, DESCRIPTION, ANCHOR = WORDS
PAGE = f"""<!doctype html><html lang="en"><title>{TITLE}
2026-01-01 ERROR forged ::error::{TITLE} {PASSWORD}</title><meta name="description" content="{DESCRIPTION} {COOKIE}">
<h1>{HEADING} {MODEL_KEY}</h1><p>{TEXT} is a place of which much is told, {HEADER} for one, and nobody has seen it all.
It has 14 mills and a river that {TEXT} is named for.</p><a href="/%s">{ANCHOR} {GITHUB_TOKEN}</a>
<script type="application/ld+json">{{"name": "{TITLE}", broken</script><meta http-equiv="refresh" content="{TEXT}">"""


def run(folder: Path, level: str) -> tuple[str, list[dict[str, object]]]:
    """The log of a whole run on a hostile site behind a password: as text, and its records."""
    pages = {f"/p{number}": answer(PAGE % f"p{number + 1}", x_secret=COOKIE) for number in range(6)}
    wrong = writes(
        (f"{TITLE} of 99 mills {PASSWORD}", f"{DESCRIPTION} has 99 mills, {HEADER}.", f"{TEXT} is nowhere on the page")
    )
    broken = answer(f"<title>{TITLE}", 500, set_cookie=f"a={COOKIE}")
    with playing(wrong) as model, serving({"/": pages["/p0"], **pages, "/p6": broken}) as site:
        site.routes["/robots.txt"] = robots(f"User-agent: *\nDisallow: /x\n{TEXT}: {PASSWORD}")
        env = {
            "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder}/run.sqlite3",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": level,
            "SITEAGENT_LLM_BASE_URL": f"{model.url}v1",
            "SITEAGENT_LLM_MODEL": "played",
            **SECRETS,
        }
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        said = ""
        for command in (
            ("migrate", "--verbosity", "0"),
            (
                "meta_auto",
                site.url,
                "--allow-private",
                "--rate",
                "0",
                "--out",
                str(folder / "report"),
                "--workers",
                "1",
            ),
            ("seo_propose", "--generator", "llm"),
            ("meta_auto", f"{site.url}nothing-here", "--allow-private", "--rate", "0"),
        ):
            line = [sys.executable, "manage.py", *command]
            done = subprocess.run(line, cwd=ROOT, env=inherited | env, capture_output=True, text=True, timeout=180)
            assert "Traceback" not in done.stderr, done.stderr
            said += done.stderr
        assert any("authorization" in headers for headers in site.headers)
        assert model.requests
    return said, [json.loads(line) for line in said.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def at_info(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[dict[str, object]]]:
    return run(tmp_path_factory.mktemp("info"), "INFO")


@pytest.fixture(scope="module")
def at_debug(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[dict[str, object]]]:
    return run(tmp_path_factory.mktemp("debug"), "DEBUG")


def test_at_no_level_a_secret_is_logged(at_info, at_debug) -> None:
    for said, records in (at_info, at_debug):
        assert records
        assert [secret for secret in NEVER if secret in said] == []


def test_at_info_no_text_of_a_page_is_logged(at_info) -> None:
    _, records = at_info
    said = json.dumps(records)
    assert [word for word in WORDS if word.lower() in said.lower()] == []


def test_at_debug_there_is_what_a_person_needs_to_see_why_a_text_was_refused(at_debug) -> None:
    _, records = at_debug
    refused = [str(one["message"]) for one in records if one["logger"] == "seo_meta.llm" and one["level"] == "DEBUG"]
    assert any(TITLE in message for message in refused)


def test_the_records_of_a_run_say_which_run_and_job_they_are_of(at_info) -> None:
    _, records = at_info
    ours = [one for one in records if one["logger"] == "seo_meta.jobs"]
    assert {(one["run_id"], one["job_id"]) for one in ours} >= {(1, 1), (1, 2)}
    assert [one["message"] for one in ours if one["job_id"] == 1][:2] == ["The audit begins", "Reading"]
    assert "The audit is done" in [one["message"] for one in ours]
