"""The nightly part of `meta_auto`: its options, and what it tells the terminal and the job."""

import secrets
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import msgspec
from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.utils import timezone

from seo_meta.core.defang import plain
from seo_meta.core.report import counted
from seo_meta.errors import ReportError
from seo_meta.services.apply_values import Plan, Refusal
from seo_meta.services.night_changes import why_nothing
from seo_meta.services.night_metrics import counts
from seo_meta.services.nightly import Night, Result, Wish
from seo_meta.services.replace_file import replace_file

from .command import positive

MAX_LINES = 50


def add_nightly_arguments(parser: CommandParser) -> None:
    nightly = parser.add_argument_group("nightly", "The findings then make no exit code 1 unless --fail-on says so.")
    either = nightly.add_mutually_exclusive_group()
    either.add_argument("--pr", action="store_true", help="open or update a pull request with the proposals, on GitHub")
    either.add_argument("--patch-only", type=Path, metavar="FILE", help="only write the changes as a patch")
    nightly.add_argument("--base", metavar="BRANCH", help="the branch to merge into; the one that is checked out")
    nightly.add_argument("--draft", action="store_true", help="open the pull request as a draft")
    nightly.add_argument("--limit", type=positive, metavar="N", help="change up to N files; all that have proposals")


def settle_nightly(options: dict[str, Any]) -> None:
    """Fill in what follows from the options. Raises CommandError for those that do not go together."""
    nightly = options["pr"] or options["patch_only"]
    for name, goes in (("base", options["pr"]), ("draft", options["pr"]), ("limit", nightly)):
        if options[name] and not goes:
            raise CommandError(f"--{name} goes with --pr only.", returncode=2)
    options["fail_on"] = options["fail_on"] or ("never" if nightly else "error")
    if options["proposals"] is None:
        options["proposals"] = options["limit"]


def wish_from(options: dict[str, Any]) -> Wish:
    return Wish(options["base"] or "", options["draft"], options["limit"])


def tell_night(night: Night, out: Path, stream: TextIO) -> None:
    """To the terminal, to two files beside the reports, and to the job. Raises ReportError."""
    _tell_refusals(night.refusals, stream)
    lines = list(_lines(night))
    for line in lines:
        stream.write(f"{plain(line)}\n")
    if settings.GITHUB_ACTIONS and night.result is Result.STOPPED:
        stream.write(f"::warning::{plain(night.reason)}\n")
    replace_file(
        out / "metrics.json", [msgspec.json.format(msgspec.json.encode(_metrics(night))).decode(), "\n"], "The metrics"
    )
    if night.body:
        replace_file(out / "pull-request.md", [night.body], "The text of the pull request")
    if settings.GITHUB_STEP_SUMMARY:
        _append(settings.GITHUB_STEP_SUMMARY, "".join(f"{line}\n\n" for line in ["### Nightly pull request", *lines]))
    if settings.GITHUB_OUTPUT:
        values = {"result": night.result.value, "number": str(night.number or ""), "url": night.url}
        _append(settings.GITHUB_OUTPUT, "".join(_output(name, value) for name, value in values.items()))


def tell_patch(made: Plan, path: Path, stream: TextIO) -> None:
    _tell_refusals(made.refusals, stream)
    if made.files:
        changed = counted(len(made.files), "file")
        stream.write(f"{plain(str(path))} changes {changed}. To make the changes: git apply FILE\n")
    else:
        stream.write(f"No patch was written: {why_nothing(made)}\n")


def _lines(night: Night) -> Iterable[str]:
    if night.number:
        yield f"Pull request #{night.number}: {night.result}. {night.url}"
    else:
        yield f"Pull request: {night.result}."
    if night.reason:
        yield night.reason
    if night.commit:
        yield f"{counted(len(night.fields), 'change')} in {counted(night.files, 'file')}."


def _tell_refusals(refusals: list[Refusal], stream: TextIO) -> None:
    for refusal in refusals[:MAX_LINES]:
        stream.write(f"{plain(f'Not made: {refusal.code}: {refusal.sentence}')}\n")
    if len(refusals) > MAX_LINES:
        stream.write(f"… and {len(refusals) - MAX_LINES:,} more that are not made.\n")


def _metrics(night: Night) -> dict[str, Any]:
    made = counts(night.run, night.files, Counter(night.fields), night.refusals)
    told = {"result": night.result, "reason": night.reason, "commit": night.commit, "pull_request": night.number}
    return {"at": timezone.now().isoformat(timespec="seconds"), **told, **made}


def _output(name: str, value: str) -> str:
    """https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings"""
    end = f"end-{secrets.token_hex(16)}"
    return f"{name}<<{end}\n{value}\n{end}\n"


def _append(path: str, text: str) -> None:
    try:
        with open(path, "a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ReportError(f"Cannot write to {path}: {error.strerror}. Unset the variable that names it.") from error
