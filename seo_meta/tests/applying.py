"""A folder on disk, audited, with proposals for its pages: for tests of the apply stage."""

import subprocess
from pathlib import Path
from typing import Any

from seo_meta.core.propose import Field
from seo_meta.core.review import Move
from seo_meta.models import Page, Proposal, Run
from seo_meta.selectors import find_run
from seo_meta.services.apply import Applied, Plan, Wish, apply, plan
from seo_meta.services.review import decide
from seo_meta.services.transitions import Actor
from seo_meta.tests.commands.test_commands import run as run_command
from seo_meta.tests.stored import reviewer, stored_proposal

BY_COMMAND = Actor(None, "seo_apply", "command")
TITLE = "Cups and saucers that we throw by hand"
PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>{title}</title>
  <meta name="description" content="{description}">
  <link rel="canonical" href="https://example.com/{path}">
</head>
<body><h1>{title}</h1><p>{text}</p></body>
</html>
"""


def page(path: str, title: str = "", **more: str) -> str:
    known = {
        "title": title or f"What we make and sell in {path.partition('.')[0]}",
        "description": f"Everything about {path}: who makes it, of what, how long it lasts and what it costs.",
        "text": f"Text of {path}.",
        "path": "" if path == "index.html" else path,
    }
    return PAGE.format(**{**known, **more})


def site_at(folder: Path, *names: str) -> Run:
    """A folder of these pages, audited."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(page(name))
    return audited(folder)


def audited(folder: Path) -> Run:
    code, said = run_command("seo_audit", folder, "--fail-on", "never", "--base-url", "https://example.com/")
    assert code == 0, said
    return find_run()


def page_of(run: Run, name: str) -> Page:
    return run.read_pages.get(file=name)


def proposed(run: Run, name: str, value: str = TITLE, field: Field = Field.TITLE, **fields: Any) -> Proposal:
    return stored_proposal(page_of(run, name), value, field=field, **fields)


def approved(
    run: Run, name: str, value: str = TITLE, field: Field = Field.TITLE, note: str = "", **fields: Any
) -> Proposal:
    """With a note, over all objections."""
    one = proposed(run, name, value, field, **fields)
    return decide(one.pk, one.version, Move.APPROVE, reviewer(), note=note, override=bool(note))


def planned(run: Run, **wish: Any) -> Plan:
    return plan(run, Wish(**wish))


def applied(run: Run, **wish: Any) -> Applied:
    return apply(run, Wish(**wish), BY_COMMAND)


def codes(found: Plan | Applied) -> list[tuple[str, str]]:
    return [(refusal.proposal.file, refusal.code) for refusal in found.refusals]


def state_of(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).state


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    done = subprocess.run(("git", *identity, *arguments), cwd=folder, input=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
