"""What the workflows and the action may do, and the nightly workflow's steps, run against a made-up GitHub."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seo_meta.tests.github_server import REPOSITORY, GitHubServer, github
from seo_meta.tests.nights import BRANCH, git
from tests.process import ROOT
from tests.runner import Runner, load

WORKFLOWS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github" / "actions").glob("*/action.yml"))
NIGHTLY = ".github/workflows/siteagent-meta-auto.yml"
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
TOKEN = "ghs_s3cret"


def jobs(path: str) -> dict[str, Any]:
    return load(path)["jobs"]


def steps(path: str) -> list[dict[str, Any]]:
    found = load(path)
    return (
        found["runs"]["steps"] if "runs" in found else [one for job in found["jobs"].values() for one in job["steps"]]
    )


@pytest.mark.parametrize("path", WORKFLOWS + ACTIONS)
def test_every_action_is_pinned_by_its_commit_and_says_the_version(path: str) -> None:
    used = re.findall(r"uses: (.+)", (ROOT / path).read_text())
    assert used
    assert [one for one in used if not PINNED.fullmatch(one)] == []


@pytest.mark.parametrize("path", WORKFLOWS + ACTIONS)
def test_no_expression_is_part_of_a_script(path: str) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("path", WORKFLOWS + ACTIONS)
def test_a_checkout_leaves_no_token_behind(path: str) -> None:
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_job_may_do_only_what_it_says_and_never_writes_for_a_pull_request(path: str) -> None:
    assert load(path)["permissions"] == {}
    for job in jobs(path).values():
        assert job["timeout-minutes"] <= 60
        if "pull_request" in load(path)["on"] and set(job["permissions"].values()) != {"read"}:
            assert job["if"] == "github.event_name != 'pull_request'"


@pytest.mark.parametrize("path", WORKFLOWS)
def test_runs_of_one_branch_do_not_overlap(path: str) -> None:
    assert load(path)["concurrency"]["group"]


def test_the_night_is_at_28_past_three_or_by_hand_and_pull_requests_have_the_guardrails() -> None:
    when = load(NIGHTLY)["on"]
    assert when["schedule"] == [{"cron": "28 3 * * *"}]
    assert set(when["workflow_dispatch"]["inputs"]) == {"limit", "exclude", "draft"}
    assert "pull_request" in when
    assert jobs(NIGHTLY)["guardrails"]["permissions"] == {"contents": "read"}


def test_the_workflow_sets_nothing_that_would_lead_the_stack_elsewhere() -> None:
    environment = load(NIGHTLY)["env"]
    for file in environment["COMPOSE_FILE"].split(":"):
        assert set(re.findall(r"\$\{(\w+)", (ROOT / file).read_text())) & set(environment) == set()


def test_only_the_step_that_opens_the_pull_request_has_the_token() -> None:
    assert [step["id"] for step in steps(NIGHTLY) if "github.token" in json.dumps(step)] == ["night"]


@pytest.mark.parametrize("job", ["night", "guardrails"])
def test_the_stack_is_stopped_and_the_reports_are_kept_whatever_happens(job: str) -> None:
    last = jobs(NIGHTLY)[job]["steps"][-4:]
    assert [step["if"] for step in last] == ["always()", "always()", "failure()", "always()"]
    assert last[1]["uses"].startswith("actions/upload-artifact@")
    assert last[-1]["run"] == "docker compose down --volumes"


@pytest.fixture
def hub() -> Iterator[GitHubServer]:
    with github() as server:
        yield server


class Night:
    """The nightly workflow in a clone of a repository that has the example site."""

    def __init__(self, folder: Path, hub: GitHubServer, **inputs: str) -> None:
        context = {
            "github.token": TOKEN,
            "inputs.limit || '20'": inputs.get("limit", "20"),
            "inputs.exclude": inputs.get("exclude", ""),
            "github.event_name == 'schedule' || inputs.draft": inputs.get("draft", "true"),
        }
        variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": hub.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.com",
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.runner = Runner(folder, context, **variables, **load(NIGHTLY)["env"])
        self.here, self.remote = self.runner.workspace, folder / "remote.git"
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote))
        git(self.here, "init", "--quiet", "--initial-branch=main")
        git(self.here, "remote", "add", "origin", str(self.remote))
        shutil.copytree(ROOT / "examples" / "site", self.here / "examples" / "site")
        self.commit("Publish")

    def commit(self, message: str) -> None:
        git(self.here, "add", "--all")
        git(self.here, "commit", "--quiet", "--message", message)
        git(self.here, "push", "--quiet", "origin", "main")

    def run(self, job: str) -> int:
        return self.runner.run_all(jobs(NIGHTLY)[job]["steps"])

    def report(self, name: str) -> str:
        return (self.runner.temp / "report" / name).read_text()

    @property
    def docker(self) -> list[str]:
        return (self.runner.temp / "docker.log").read_text().splitlines()


@pytest.fixture
def night(tmp_path: Path, hub: GitHubServer) -> Night:
    return Night(tmp_path, hub)


def test_a_night_opens_a_draft_keeps_report_metrics_and_patch_and_leaves_the_files_alone(
    night: Night, hub: GitHubServer
) -> None:
    assert night.run("night") == 0, night.runner.log
    (pull,) = hub.pulls
    assert (pull["draft"], pull["head"]["ref"]) == (True, BRANCH)
    assert night.runner.outputs["result"] == json.loads(night.report("metrics.json"))["result"] == "created"
    assert "examples/site/brew-guide.html" in night.report("nightly.patch")
    subprocess.run(
        ("git", "apply", "--check"), cwd=night.here, input=night.report("nightly.patch"), text=True, check=True
    )
    assert git(night.here, "status", "--porcelain") == ""
    assert night.report("report.html")
    assert night.report("guardrails/report.html")
    summary = night.runner.files["GITHUB_STEP_SUMMARY"].read_text()
    assert "Pull request #1: created." in summary
    assert "Titles and descriptions of the files that changed" in summary
    assert (night.docker[0].split()[0], night.docker[-1]) == ("up", "down --volumes")
    assert TOKEN not in night.runner.log + "".join(night.docker)


def test_a_night_that_fails_shows_the_logs_and_stops_the_stack(night: Night, hub: GitHubServer) -> None:
    hub.failing[f"POST /repos/{REPOSITORY}/pulls"] = (403, {}, {"message": "not permitted"})
    assert night.run("night") == 2
    assert night.docker[-2:] == ["logs", "down --volumes"]


def test_what_is_typed_at_the_start_is_a_value_and_nothing_else(tmp_path: Path, hub: GitHubServer) -> None:
    hostile = "--draft $(touch x) `touch x` \"; touch x; echo '*"
    night = Night(tmp_path, hub, exclude=hostile, draft="false", limit="1")
    assert night.run("night") == 0, night.runner.log
    assert not list(tmp_path.rglob("x"))
    assert [pull["draft"] for pull in hub.pulls] == [False]


def test_a_pull_request_that_brings_an_error_fails_and_nothing_is_written(night: Night, hub: GitHubServer) -> None:
    page = night.here / "examples" / "site" / "about.html"
    page.write_text(re.sub("<title>.*</title>", "<title></title>", page.read_text()))
    night.commit("Empty a title")
    assert night.run("guardrails") == 1
    assert "examples/site/about.html:6: error title.missing" in night.runner.log
    assert "1 new" in night.runner.files["GITHUB_STEP_SUMMARY"].read_text()
    assert hub.asked == []
    assert night.docker[-1] == "down --volumes"


def test_a_pull_request_that_mends_something_passes_with_the_faults_that_were_there(night: Night) -> None:
    page = night.here / "examples" / "site" / "brew-guide.html"
    page.write_text(
        re.sub("<title>.*</title>", "<title>Brewing coffee at home | Kestrel Lane</title>", page.read_text())
    )
    night.commit("Shorten a title")
    assert night.run("guardrails") == 0, night.runner.log
