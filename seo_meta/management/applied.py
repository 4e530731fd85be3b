"""What was written into the source, or would be, on the terminal."""

import secrets
from collections.abc import Iterable, Iterator
from typing import TextIO

from django.conf import settings
from rich.console import Console
from rich.text import Text

from seo_meta.core.defang import clip, plain
from seo_meta.core.report import counted
from seo_meta.core.text import collapse
from seo_meta.services.apply import Applied, FileEdit, Plan, Refusal, Undone

from .table import LOG_WIDTH

MAX_LINES = 50
MAX_PAGES = 5
"""Of one file."""
MAX_VALUE = 200


def write_diff(parts: Iterable[bytes], stream: TextIO) -> None:
    """The bytes as they are, for `git apply`; on a terminal, lines to read.

    GitHub's runner is told to obey none of them, since a diff cannot be defanged. `git apply` skips what tells it.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands
    """
    if stream.isatty():
        for line in b"".join(parts).decode(errors="replace").split("\n"):
            stream.write(f"{plain(line)}\n")
        return
    resume = secrets.token_hex(16).encode()
    before, after = (b"::stop-commands::%b\n" % resume, b"::%b::\n" % resume) if settings.GITHUB_ACTIONS else (b"", b"")
    for part in (before, *parts, after):
        stream.buffer.write(part)
    stream.flush()


def print_plan(made: Plan, stream: TextIO) -> None:
    console = _console(stream)
    _print_files(console, made.files)
    _print_refusals(console, made.refusals)
    console.print(f"{_counted(made.files)} to make.{_rest(made.refusals, len(made.already))}")
    _print_unbuilt(console, made.files)
    _print_outdated(console, made.outdated)
    if made.files:
        console.print("Nothing was written. To write it, leave --plan away.")


def print_applied(done: Applied, stream: TextIO) -> None:
    console = _console(stream)
    _print_files(console, done.files)
    _print_refusals(console, done.refusals)
    console.print(f"{_counted(done.files)} made.{_rest(done.refusals, len(done.already))}")
    _print_unbuilt(console, done.files)
    _print_outdated(console, done.outdated if done.files else [])
    if done.batch is not None and done.files:
        console.print(f"To undo: seo_apply --undo {done.batch.pk}")


def print_undone(done: Undone, stream: TextIO) -> None:
    console = _console(stream)
    for file in done.files[:MAX_LINES]:
        console.print(Text(plain(file)))
    for file, why in done.refusals[:MAX_LINES]:
        console.print(Text(plain(f"{file}: {why}"), "yellow"))
    console.print(f"{len(done.files):,} files are as they were before apply run {done.batch.pk}.")


def _console(stream: TextIO) -> Console:
    return Console(file=stream, highlight=False, width=None if stream.isatty() else LOG_WIDTH)


def _print_files(console: Console, files: list[FileEdit]) -> None:
    for file in files[:MAX_LINES]:
        fields = ", ".join(proposal.field for proposal in file.proposals)
        console.print(Text(plain(file.held.path), "bold") + Text(f"  {fields}"))
        for page in file.pages[:MAX_PAGES] if file.is_built else ():
            console.print(Text(f"  makes {plain(page.before.file)}", "dim"))
        for _, warning in file.warnings:
            console.print(Text(f"  {plain(warning)}", "yellow"))
    _print_more(console, len(files))


def _print_unbuilt(console: Console, files: list[FileEdit]) -> None:
    pages = {page.before.file for file in files if file.is_built for page in file.pages}
    if pages:
        console.print(f"Build the site again: {counted(len(pages), 'page')} cannot show the new values before.")


def _print_refusals(console: Console, refusals: list[Refusal]) -> None:
    for refusal in refusals[:MAX_LINES]:
        proposal = refusal.proposal
        console.print(Text(plain(proposal.file or proposal.url), "bold") + Text(f"  {proposal.field}: {refusal.code}"))
        for line in _lines(refusal):
            console.print(Text(f"  {plain(line)}", "yellow"))
    _print_more(console, len(refusals))


def _print_outdated(console: Console, names: list[str]) -> None:
    for name in names:
        text = f"{plain(name)} lists edited files by their content: build it anew, or browsers keep the old ones."
        console.print(Text(text, "yellow"))


def _lines(refusal: Refusal) -> Iterator[str]:
    yield refusal.sentence
    if refusal.code == "stale-source":
        yield f"then: {_short(refusal.base)}"
        yield f"now:  {_short(refusal.theirs)}"
        yield f"ours: {_short(refusal.proposal.value)}"


def _short(value: str) -> str:
    return clip(collapse(value), MAX_VALUE) or "(nothing)"


def _print_more(console: Console, count: int) -> None:
    if count > MAX_LINES:
        console.print(f"… and {count - MAX_LINES:,} more.")


def _counted(files: Iterable[FileEdit]) -> str:
    proposals = [len(file.proposals) for file in files]
    return f"{sum(proposals):,} edits in {len(proposals):,} files"


def _rest(refusals: list[Refusal], already: int) -> str:
    left = f" {len(refusals):,} proposals are not written." if refusals else ""
    return left + (f" {already:,} were there already." if already else "")
