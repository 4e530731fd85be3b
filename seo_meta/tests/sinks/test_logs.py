"""What a CI job, a terminal and a reader of logs take from what is printed."""

import json
import logging
import logging.config
import re
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import LazySettings

from seo_meta.core.decisions import Decision, render
from seo_meta.core.propose import Field
from seo_meta.core.report import Skipped
from seo_meta.management import nightly
from seo_meta.management.review import write_lines
from seo_meta.management.table import print_result
from seo_meta.models import Run
from seo_meta.report import github
from seo_meta.services.nightly import Night, Result
from seo_meta.tests.applying import git
from seo_meta.tests.report.factories import finding, report, written

from . import runner
from .hostile_site import FILES, Job, on_terminal, storable
from .pairs import pairs
from .terminal import drives

OURS = {"error", "warning", "notice"}


def printed(text: str) -> str:
    """What the commands print of a run in which every text is this one."""
    out = StringIO()
    findings = [finding(file=f"{text}.html", message=text, evidence=text), finding(file=None, url=text, message=text)]
    about = {"source": text, "base_url": text, "complete": False, "stop_reason": text}
    print_result(report(findings, **about), out)
    print_result(report(findings, **{**about, "stop_reason": "", "skipped": (Skipped(text, file=text),)}), out)
    write_lines([text, f"x {text}"], cast(Any, out))
    return out.getvalue()


@pytest.mark.parametrize("payload", pairs("actions_log"))
def test_no_payload_is_a_command_in_the_log_of_a_job(payload: str) -> None:
    assert runner.commands(printed(payload)) == []
    where = {"file": "a.html", "line": 7}
    annotations = written(github.write, [finding(**where, message=payload, evidence=payload)])
    (command,) = runner.commands(annotations)
    assert (command.name, command.properties) == ("error", {"file": "a.html", "line": "7", "title": "title.missing"})
    named = written(github.write, [finding(file=f"{payload}.html")])
    assert [(one.name, one.data) for one in runner.commands(named)] == [("error", "There is no <title> element.")]


def test_the_oracle_knows_what_the_runner_obeys() -> None:
    assert runner.commands("a\n \u3000::set-output name=x,y=%3A::1%0A2") == [
        runner.Command("set-output", {"name": "x", "y": ":"}, "1\n2")
    ]
    assert runner.commands("x ##[error]y") == [runner.Command("error", {}, "y")]
    assert runner.commands("::nothing::x\n: :error::x\n::error:x") == []
    assert runner.commands("::stop-commands::t\n::error::a\n::t::\n::error::b") == [runner.Command("error", {}, "b")]


def test_no_command_of_a_job_on_a_hostile_site_is_another_than_its_annotations(night: Job) -> None:
    rules = {one["id"] for one in json.loads(night.report("report.sarif"))["runs"][0]["tool"]["driver"]["rules"]}
    for name, said in night.said.items():
        for command in runner.commands(said.decode("utf-8", "surrogateescape")):
            assert name.endswith("night")
            assert command.name in OURS
            assert command.properties["title"] in rules
            assert {*command.properties} <= {"title", "file", "line"}
            assert command.properties.get("line", "1").isdigit()


def test_the_diff_is_whole_though_the_runner_is_stopped(night: Job, tmp_path: Path) -> None:
    assert b"::stop-commands::" in night.diff
    git(tmp_path, "clone", "-q", str(night.folder / "remote.git"), "copy")
    git(tmp_path / "copy", "apply", given=night.diff)
    assert git(tmp_path / "copy", "diff", "--stat")


def output_of(night: Night, folder: Path, settings: LazySettings) -> str:
    settings.GITHUB_OUTPUT, settings.GITHUB_STEP_SUMMARY = str(folder / "output"), ""
    nightly.tell_night(night, folder, StringIO())
    return (folder / "output").read_bytes().decode()


@pytest.mark.parametrize("payload", pairs("github_output"))
def test_no_payload_sets_an_output_of_the_step(
    payload: str, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "_metrics", lambda night: {})
    settings.GITHUB_REPOSITORY = payload
    told = runner.files(output_of(Night(Result.CREATED, payload, Run(), [], number=1), tmp_path, settings))
    assert {*told} == {"result", "number", "url"}
    assert payload in told["url"]


def test_the_oracle_knows_what_sets_an_output() -> None:
    assert runner.files("a=1\nb<<E\nc=2\nE\nd=3\n") == {"a": "1", "b": "c=2", "d": "3"}


@pytest.mark.parametrize("payload", pairs("github_env"))
def test_nothing_sets_a_variable_of_the_job(payload: str, night: Job) -> None:
    pages = (path.read_bytes().decode() for path in (night.folder / "clone" / "site").glob("p*.html"))
    assert any(escape(payload) in page for page in pages)
    assert [night.file(name) for name in FILES[2:]] == ["", "", ""]
    assert {*runner.files(night.file("GITHUB_OUTPUT"))} == {"result", "number", "url"}


@pytest.fixture
def log(settings: LazySettings) -> StringIO:
    """What our handler writes, with our settings, for a logger of its own."""
    stream = StringIO()
    own = {**settings.LOGGING, "root": {}, "loggers": {"hostile": {"handlers": ["console"], "level": "INFO"}}}
    logging.config.dictConfig(own)
    (handler,) = logging.getLogger("hostile").handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    return stream


@pytest.mark.parametrize("payload", pairs("log_line"))
def test_one_record_is_one_line_that_drives_nothing(payload: str, log: StringIO) -> None:
    logger = logging.getLogger("hostile")
    logger.warning("%s", payload)
    logger.warning("read %s of %s", payload, [payload])
    assert len(log.getvalue().splitlines()) == 2
    try:
        raise ValueError(payload)
    except ValueError:
        logger.exception("%s", payload)
    begun = [line for line in log.getvalue().split("\n") if line and not line.startswith("    ")]
    assert len(begun) == 3
    assert all(re.match(r"\d{4}-\d\d-\d\d .* hostile: ", line) for line in begun)
    assert drives(log.getvalue().replace("\n", "")) == []
    assert runner.commands(log.getvalue()) == []


@pytest.mark.parametrize("payload", pairs("log_json"))
def test_every_line_of_a_log_of_json_is_one_object(payload: str) -> None:
    """The decisions that a job keeps in the repository, which are a log of one object a line."""
    # From a column of the database or a file of UTF-8, of which neither holds half a character.
    text = storable(payload)
    decisions = [Decision(page=text, field=field, content="c", by=text) for field in Field]
    objects = [json.loads(line) for line in render(decisions).decode().split("\n")[:-1]]
    assert [one["page"] for one in objects] == [text] * len(decisions)


def test_the_logs_of_json_of_a_job_are_one_object_a_line(night: Job) -> None:
    for text in night.state.values():
        assert [type(json.loads(line)) for line in text.splitlines()] == [dict] * (text.count("\n") + 1)


@pytest.mark.parametrize("payload", pairs("terminal"))
def test_no_payload_drives_the_terminal(payload: str) -> None:
    out = StringIO()
    out.isatty = lambda: True  # type: ignore[method-assign]
    print_result(report([finding()], base_url=payload, complete=False, stop_reason=payload), out)
    assert undriven(out.getvalue())


@pytest.mark.parametrize(
    "command",
    [
        ("seo_review", "list", "--limit", "1000"),
        ("seo_propose",),
        ("seo_apply", "--plan", "--allow-unreviewed"),
        ("seo_audit", "site", "--fail-on", "never"),
    ],
    ids=lambda command: command[0],
)
def test_no_command_lets_a_hostile_site_drive_the_terminal(night: Job, command: tuple[str, ...]) -> None:
    assert undriven(on_terminal(night, *command))


def undriven(said: str) -> bool:
    """Whether nothing but our own colours, bars and ends of lines drives the terminal."""
    own = re.compile(r"\x1b\[(?:[0-9;]*m|\?25[lh]|[0-9]*[AK])|\r\n?|\n")
    assert "\x1b[31mred" not in said
    return drives(own.sub("", said)) == []
