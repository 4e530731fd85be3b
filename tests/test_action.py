"""The action's own shell, run as a runner does: on the example, with hostile inputs, and with a made-up GitHub."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seo_meta.tests.github_server import REPOSITORY, GitHubServer, github
from seo_meta.tests.nights import git
from tests.process import ROOT
from tests.runner import EXPRESSION, Runner, load

ACTION = ".github/actions/siteagent/action.yml"
INSTALL, RUN = (step for step in load(ACTION)["runs"]["steps"] if "run" in step)
HOSTILE = "$(touch x) `touch x` \"; touch x; '*"


class Job:
    """A job that uses the action in a repository with the example, built into `public`."""

    def __init__(self, folder: Path, *, event: str = "push", hub: GitHubServer | None = None, **inputs: str) -> None:
        defaults = {name: given.get("default", "") for name, given in load(ACTION)["inputs"].items()}
        values = (
            defaults | {"site": "public", "token": "ghs_s3cret"} | {n.replace("_", "-"): v for n, v in inputs.items()}
        )
        context = {f"inputs.{name}": value for name, value in values.items()}
        self.runner = Runner(
            folder,
            context | {"steps.python.outputs.python-path": sys.executable},
            GITHUB_ACTION_PATH=str((ROOT / ACTION).parent),
            GITHUB_ACTIONS="true",
            GITHUB_EVENT_NAME=event,
            GITHUB_REPOSITORY=REPOSITORY,
            GITHUB_API_URL=hub.url if hub else "http://127.0.0.1:9",
            SITEAGENT_WORKERS="0",
            GIT_CONFIG_GLOBAL=os.devnull,
            **{name: value for name, value in os.environ.items() if name.startswith("PIP_") or name == "CI"},
        )
        self.here = self.runner.workspace
        shutil.copytree(ROOT / "examples" / "site", self.here / "public")

    def with_packages_of_ours(self) -> "Job":
        """In place of the step that installs them, which has a test of its own."""
        (self.runner.temp / "siteagent").mkdir()
        (self.runner.temp / "siteagent" / "venv").symlink_to(sys.prefix)
        return self

    def run(self) -> int:
        return self.runner.run(RUN)

    def is_unharmed(self) -> bool:
        """Whether nothing that an input says was done, and no later step gets a variable."""
        made = list(self.here.parent.rglob("x"))
        return not made and self.runner.files["GITHUB_ENV"].read_text() == ""


@pytest.fixture
def hub() -> Iterator[GitHubServer]:
    with github() as server:
        yield server


def test_every_input_and_output_goes_through_the_environment_or_a_file() -> None:
    action: dict[str, Any] = load(ACTION)
    used = {name for step in action["runs"]["steps"] for name in EXPRESSION.findall(str(step.get("env", {})))}
    assert {f"inputs.{name}" for name in action["inputs"]} <= used
    assert set(action["outputs"]) == {"report", "result", "number", "url"}


def test_the_documentation_names_every_input_and_no_other() -> None:
    inputs, used = set(load(ACTION)["inputs"]), set()
    for page in (ROOT / "docs" / "how-to").glob("*.md"):
        for lines in re.findall(
            r"uses: \S+/actions/siteagent@.*\n(?: .*\n)*? +with:\n((?: +[\w-]+: .*\n)+)", page.read_text()
        ):
            used |= set(re.findall(r"^ +([\w-]+):", lines, re.MULTILINE))
    assert "site" in used
    assert used <= inputs
    section = (ROOT / "docs/how-to/run-in-ci.md").read_text().split("## In GitHub Actions")[1].split("\n## ")[0]
    assert {
        name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in row.strip("`").split("`, `")
    } == inputs


def test_it_installs_the_locked_packages_and_audits_the_example(tmp_path: Path) -> None:
    job = Job(tmp_path)
    installed = job.runner.run(INSTALL)
    if installed and "CI" not in os.environ:
        pytest.skip(f"pip cannot install the packages here: {job.runner.log[-300:]}")
    assert installed == 0, job.runner.log
    venv = job.runner.temp / "siteagent" / "venv"
    assert not list(venv.glob("lib/*/site-packages/torch"))
    assert job.run() == 1, job.runner.log
    assert "::error file=public/" in job.runner.log
    assert (Path(job.runner.outputs["report"]) / "report.html").is_file()
    assert "title.duplicate" in job.runner.files["GITHUB_STEP_SUMMARY"].read_text()


def test_the_inputs_are_the_options(tmp_path: Path) -> None:
    inputs = {"fail_on": "never", "exclude": "coffees/\n\n  de/  \n", "base_url": "https://example.org/"}
    job = Job(tmp_path, **inputs).with_packages_of_ours()
    assert job.run() == 0, job.runner.log
    assert "https://example.org/: " in job.runner.log
    assert " on 8 pages" in job.runner.log


@pytest.mark.parametrize("name", ["a b '*\" $(touch x) `touch x`; touch x", "--out=x\nb"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    job = Job(tmp_path, site=name, fail_on="never").with_packages_of_ours()
    (job.here / name).mkdir()
    shutil.copy(job.here / "public" / "about.html", job.here / name)
    assert job.run() == 0, job.runner.log
    assert "on 1 page" in job.runner.log
    assert job.is_unharmed()


@pytest.mark.parametrize("name", ["base_url", "limit"])
def test_an_input_that_makes_no_sense_is_refused_and_never_run(tmp_path: Path, name: str) -> None:
    inputs = {"pull_request": "true", name: HOSTILE}
    job = Job(tmp_path, **inputs).with_packages_of_ours()
    assert job.run() == 2, job.runner.log
    assert job.is_unharmed()


def test_a_pattern_is_never_run(tmp_path: Path) -> None:
    job = Job(tmp_path, exclude=f"--pr\n{HOSTILE}", fail_on="never").with_packages_of_ours()
    assert job.run() == 0, job.runner.log
    assert job.is_unharmed()


def test_it_opens_a_pull_request_when_asked_but_not_for_a_pull_request(tmp_path: Path, hub: GitHubServer) -> None:
    for event, opened in (("pull_request", 0), ("schedule", 1)):
        folder = tmp_path / event
        folder.mkdir()
        inputs = {"pull_request": "true", "draft": "true", "limit": "1", "fail_on": "never"}
        job = Job(folder, event=event, hub=hub, **inputs).with_packages_of_ours()
        publish(job.here, folder / "remote.git")
        assert job.run() == 0, job.runner.log
        assert [pull["draft"] for pull in hub.pulls] == [True] * opened
    assert job.runner.outputs == {
        "result": "created",
        "number": "1",
        "url": f"https://github.com/{REPOSITORY}/pull/1",
    }


def publish(here: Path, remote: Path) -> None:
    git(here, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(here, "init", "--quiet", "--initial-branch=main")
    git(here, "remote", "add", "origin", str(remote))
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--message", "Publish")
    git(here, "push", "--quiet", "origin", "main")
