"""What the release workflow may do, in which order, and its shell, run as a runner does."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from seo_meta import __version__
from tests.process import ROOT
from tests.runner import Runner, load

RELEASE: dict[str, Any] = load(".github/workflows/release.yml")
JOBS: dict[str, Any] = RELEASE["jobs"]
TOKEN = "ghs_s3cret"
GH = '#!/bin/sh\n{ printf "%s\\n" "$@"; echo "token $GH_TOKEN"; } >"$RUNNER_TEMP/gh.log"\n'


def shell(job: str, words: str) -> dict[str, Any]:
    (step,) = (step for step in JOBS[job]["steps"] if words in step.get("run", ""))
    return step


def runner(folder: Path, **variables: str) -> Runner:
    return Runner(folder, {"github.token": TOKEN}, GITHUB_REPOSITORY="example/site", **variables)


def test_the_tag_of_a_version_releases_and_nothing_else_does() -> None:
    assert RELEASE["on"] == {"push": {"tags": ["v*.*.*"]}}


def test_nothing_is_published_that_was_not_tested_and_nothing_released_that_was_not_published() -> None:
    assert set(JOBS["publish"]["needs"]) == {"test", "build"}
    assert JOBS["release"]["needs"] == "publish"
    assert shell("test", "bash .ci/run")


def test_only_the_job_that_publishes_can_prove_who_it_is_and_it_runs_no_code_of_ours() -> None:
    may = {
        name: {right for right, value in job["permissions"].items() if value == "write"} for name, job in JOBS.items()
    }
    assert may == {"test": set(), "build": set(), "publish": {"id-token", "attestations"}, "release": {"contents"}}
    assert JOBS["publish"]["environment"] == "pypi"
    for name in ("publish", "release"):
        assert [step for step in JOBS[name]["steps"] if "checkout" in step.get("uses", "")] == []
    assert [step for step in JOBS["publish"]["steps"] if "run" in step] == []
    assert "secrets." not in json.dumps(RELEASE)


def test_what_the_build_keeps_is_what_is_published_and_released() -> None:
    kept = [step["with"] for step in JOBS["build"]["steps"] if "upload-artifact" in step.get("uses", "")]
    assert {one["name"]: one["path"] for one in kept} == {"packages": "dist", "contents": "build/sbom"}
    published, released = JOBS["publish"]["steps"][0]["with"], JOBS["release"]["steps"][0]["with"]
    assert published == {"name": "packages", "path": "dist"}
    assert released == {"path": "files", "merge-multiple": True}


def test_the_build_makes_the_bills_of_materials_and_asks_for_vulnerabilities_of_every_lock() -> None:
    targets = {name for step in JOBS["build"]["steps"] for name in re.findall(r"^make (.+)", step.get("run", ""))}
    assert targets == {"audit-deps", "try-package sbom"}
    planned = subprocess.run(("make", "--dry-run", "audit-deps"), cwd=ROOT, capture_output=True, text=True, check=True)
    audit = planned.stdout[planned.stdout.index("pip-audit") :]
    assert "--strict" in audit
    locks = {str(path.relative_to(ROOT)) for path in (ROOT / "requirements").glob("*.txt")}
    assert set(re.findall(r"requirements/\S+", audit)) == locks
    assert re.search(r"^echo torch==[\d.]+ ", planned.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("tag", "changelog", "said"),
    [
        (f"v{__version__}", f"## [{__version__}] - 2026-01-31", None),
        (f"v{__version__}", "## [Unreleased]", f"CHANGELOG.md has no section for {__version__}."),
        ("v99.0.0", f"## [{__version__}]", f"The tag is v99.0.0, and seo_meta/__init__.py says {__version__}."),
        (f"v{__version__}rc1", f"## [{__version__}]", f"The tag is v{__version__}rc1"),
    ],
)
def test_a_tag_must_be_the_version_and_in_the_changelog(
    tmp_path: Path, tag: str, changelog: str, said: str | None
) -> None:
    job = runner(tmp_path, GITHUB_REF_NAME=tag)
    (job.workspace / "seo_meta").symlink_to(ROOT / "seo_meta")
    (job.workspace / "CHANGELOG.md").write_text(f"# Changelog\n\n{changelog}\n")
    code = job.run(shell("build", "GITHUB_REF_NAME"))
    assert (code, job.log) == (0, "") if said is None else (1, job.log)
    assert said is None or f"::error::{said}" in job.log


def test_the_release_has_the_packages_the_bills_of_materials_and_the_licences(tmp_path: Path) -> None:
    job = runner(tmp_path, GITHUB_REF_NAME="v1.2.3")
    (tmp_path / "bin" / "gh").write_text(GH)
    (tmp_path / "bin" / "gh").chmod(0o755)
    names = ["licences.md", "siteagent-1.2.3.tar.gz", "siteagent-lean.cdx.json"]
    (job.workspace / "files").mkdir()
    for name in names:
        (job.workspace / "files" / name).touch()
    assert job.run(shell("release", "gh release")) == 0, job.log
    told = (job.temp / "gh.log").read_text().splitlines()
    assert told[:5] == ["release", "create", "v1.2.3", "--repo", "example/site"]
    assert told[-4:] == [f"files/{name}" for name in names] + [f"token {TOKEN}"]
