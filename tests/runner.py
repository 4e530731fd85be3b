"""Runs the `run:` steps of a job or a composite action as a runner of GitHub Actions does, as far as they are shell."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.process import ROOT

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)
ENTRY = re.compile(r"(?P<name>\w+)(?:=(?P<value>.*)|<<(?P<end>\S+)\n(?P<text>(?:.*\n)*?)(?P=end))\n")
DOCKER = f'#!/bin/sh\nexec "{sys.executable}" "{ROOT}/tests/stand_in_docker.py" "$@"\n'


def load(path: str) -> Any:
    """A workflow or action; the key `on`, which YAML 1.1 takes for true, is a string."""
    found = yaml.safe_load((ROOT / path).read_text())
    return {"on" if key is True else key: value for key, value in found.items()}


class Runner:
    """A job on a fresh machine. `context` has what expressions stand for, such as `inputs.site`."""

    def __init__(self, folder: Path, context: Mapping[str, str], **variables: str) -> None:
        self.temp, self.workspace = folder / "runner temp", folder / "work space"
        self.files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")}
        self.log = ""
        self._context = context
        self._variables = variables
        for made in (self.temp, self.workspace, folder / "bin"):
            made.mkdir()
        for file in self.files.values():
            file.touch()
        (folder / "bin" / "docker").write_text(DOCKER)
        (folder / "bin" / "docker").chmod(0o755)
        self._path = f"{folder / 'bin'}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def run_all(self, steps: Iterable[Mapping[str, Any]]) -> int:
        """The exit code of the first step that fails, else 0. As on GitHub, later steps then run if they want to."""
        code = 0
        for step in steps:
            if "run" in step and self._wanted(step.get("if", "success()"), code):
                code = self.run(step) or code
        return code

    def run(self, step: Mapping[str, Any]) -> int:
        """https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell"""
        given = {name: self._value(value) for name, value in step.get("env", {}).items()}
        files = {name: str(file) for name, file in self.files.items()}
        fixed = {"PATH": self._path, "HOME": str(self.temp), "RUNNER_TEMP": str(self.temp)}
        command = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"])
        done = subprocess.run(
            command,
            cwd=self.workspace,
            env=fixed | {"GITHUB_WORKSPACE": str(self.workspace)} | files | self._variables | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        self.log += done.stdout
        return done.returncode

    @property
    def outputs(self) -> dict[str, str]:
        text = self.files["GITHUB_OUTPUT"].read_text()
        assert ENTRY.sub("", text) == "", "what is no output"
        return {m["name"]: m["value"] or (m["text"] or "").removesuffix("\n") for m in ENTRY.finditer(text)}

    def _value(self, value: object) -> str:
        # One pass: what an input holds is not an expression.
        return EXPRESSION.sub(lambda match: self._context[match[1]], str(value))

    def _wanted(self, condition: str, code: int) -> bool:
        if condition in ("always()", "failure()"):
            return condition == "always()" or code != 0
        if condition == "success()":
            return code == 0
        assert condition == "steps.night.outputs.number != ''", condition
        return code == 0 and bool(self.outputs.get("number"))
