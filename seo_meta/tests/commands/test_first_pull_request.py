"""The nights of docs/tutorials/first-pull-request.md: what its blocks show is what the commands print."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seo_meta.models import Rejection, Run, Site
from seo_meta.tests.commands.test_commands import run
from seo_meta.tests.github_server import REPOSITORY, GitHubServer
from seo_meta.tests.nights import BRANCH, git

ROOT = Path(__file__).parents[3]
TUTORIAL = (ROOT / "docs" / "tutorials" / "first-pull-request.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", TUTORIAL, re.DOTALL | re.MULTILINE)
SHOWN = [text.splitlines() for language, text in BLOCKS if not language]

pytestmark = pytest.mark.django_db

Night = Callable[..., list[str]]


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Night:
    """A run over the example in a repository of its own, with a new database. Returns the lines that it prints."""
    here, remote = tmp_path / "kestrel", tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(here))
    shutil.copytree(ROOT / "examples" / "site", here / "public")
    (here / ".gitignore").write_text("siteagent-report/\n")
    git(here, "add", ".")
    git(here, "commit", "--quiet", "--message", "The site")
    git(here, "remote", "add", "origin", str(remote))
    git(here, "push", "--quiet", "origin", "main")
    monkeypatch.chdir(here)

    def night(*options: str) -> list[str]:
        for model in (Rejection, Run, Site):
            model.objects.all().delete()
        options = options or ("--pr",)
        code, printed = run("meta_auto", "public", "--base-url", "https://www.kestrel-lane.example/", *options)
        assert code == 0
        return (capsys.readouterr().out + printed).replace(REPOSITORY, "YOU/kestrel").splitlines()

    return night


def merge(hub: GitHubServer) -> None:
    git(Path(), "fetch", "--quiet", "origin", BRANCH)
    git(Path(), "merge", "--quiet", "--no-ff", "--message", "Merge", "FETCH_HEAD")
    git(Path(), "push", "--quiet", "origin", "main", f":{BRANCH}")
    hub.pulls[-1] |= {"state": "closed", "merged_at": "2026-11-24T08:00:00Z"}


def test_the_nights_of_the_tutorial_go_as_it_says(hub: GitHubServer, night: Night) -> None:
    at_home, first, without_a_line, after_the_merge, another, silence = SHOWN
    assert missing(at_home, night("--patch-only", "nightly.patch")) == []
    assert missing(first, night()) == []
    body = hub.pulls[0]["body"]
    quoted = [line.removeprefix("> ").strip() for line in TUTORIAL.splitlines() if line.startswith("> ")]
    assert quoted[0] in body
    assert " ".join(quoted[1:]) in " ".join(body.split())

    line = next(line for line in body.splitlines() if line.startswith(quoted[0]))
    hub.pulls[0]["body"] = body.replace(line, line.replace("[x]", "[ ]"))
    assert missing(without_a_line, night()) == []
    merge(hub)
    assert missing(after_the_merge, night()) == []
    assert missing(another, night()) == []
    merge(hub)
    assert missing(silence, night()) == []


def missing(shown: list[str], printed: list[str]) -> list[str]:
    return [line for line in shown if line not in printed]
