"""A site in which every text is an attack, and one night of a CI job on it, in processes as of a job."""

import json
import os
import pty
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

from seo_meta.tests.github_server import REPOSITORY, TOKEN, github
from seo_meta.tests.nights import BRANCH, git

ROOT = Path(__file__).parents[3]
BASE_URL = "https://example.com/"
PAGE = """<!doctype html><html lang="en"><head>
<meta name="author" content="
{lines}
"><title>{title}</title>
<meta name="description" content="{title}">
<link rel="canonical" href="{text}"><meta property="og:title" content="{heading}"><meta name="robots" content="{text}">
<script type="application/ld+json">{data}</script></head><body><h1>{heading}</h1><p>{text}</p>
<p>{text}: the page about the thing with the number {number}, and about little else.</p>
<a href="{text}">{text}</a><img src="{text}" alt="{text}"><a href="index.html">Home</a></body></html>
"""
ORDINARY = "What we make in workshop number"
FILES = ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE")
NIGHT = ("meta_auto", "site", "--base-url", BASE_URL, "--pr", "--proposals", "600")
FORMATS = [word for name in "csv github html json junit md sarif".split() for word in ("--format", name)]
COMMANDS = (
    ("seo_propose",),
    ("seo_review", "list", "--limit", "1000"),
    ("seo_review", "show", "1"),
    ("seo_explain", "p061-0.html"),
    ("seo_sources",),
    ("seo_apply", "--allow-unreviewed"),
    ("seo_apply", "--undo", "1"),
)


class Job:
    """What a night left. `said` is the output of each command, stdout and stderr."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: dict[str, bytes] = {}
        self.diff = b""
        self.pull: dict[str, Any] = {}
        self.commit = ""
        self.branches: list[str] = []
        self.state: dict[str, str] = {}

    def file(self, name: str) -> str:
        return (self.folder / name).read_text()

    def report(self, name: str) -> bytes:
        return (self.folder / "clone" / "siteagent-report" / name).read_bytes()


def written(payload: str) -> str:
    """As HTML has it; what no page can say is left out."""
    return "".join(f"&#{ord(sign)};" if ord(sign) < 32 else sign for sign in escape(storable(payload)))


def storable(payload: str) -> str:
    """As UTF-8 may have it, without NUL."""
    return payload.encode("utf-8", "ignore").decode().replace("\0", "")


def build(site: Path, payloads: list[str]) -> None:
    """Two pages for each payload, with a title and without one, and a file of its name."""
    site.mkdir()
    links = "".join(
        f'<a href="p{number:03}-0.html">{number}</a><a href="p{number:03}-1.html">{ORDINARY} {number}</a>'
        for number in range(len(payloads))
    )
    (site / "index.html").write_text(f"<!doctype html><html lang=en><title>Home of it all</title><h1>Home</h1>{links}")
    for number, payload in enumerate(payloads):
        text = written(payload)
        data = storable(payload).replace("</", "<\\/")
        told: dict[str, Any] = {"text": text, "lines": escape(storable(payload)), "data": data}
        told["number"] = number
        for copy, (title, heading) in enumerate(((text, text), ("", f"{ORDINARY} {number}"))):
            page = PAGE.format(title=title, heading=heading, **told)
            (site / f"p{number:03}-{copy}.html").write_text(page, newline="")
        name = os.fsencode(storable(payload).replace("/", "∕"))[:200] + b"\xff"
        with open(os.path.join(os.fsencode(site), name + b".html"), "wb") as file:
            file.write(PAGE.format(title="", heading=text, **told).encode())


def job(folder: Path, payloads: list[str]) -> Job:
    """One night. Raises CalledProcessError for a command that ends otherwise than with findings or without."""
    done = Job(folder)
    remote, clone = folder / "remote.git", folder / "clone"
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(folder, "clone", "--quiet", str(remote), str(clone))
    git(clone, "checkout", "--quiet", "-b", "main")
    build(clone / "site", payloads)
    (clone / ".gitignore").write_text("siteagent-report/\n")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Publish")
    git(clone, "push", "--quiet", "origin", "main")
    for name in FILES:
        (folder / name).touch()
    with github() as server:
        environment = {
            **_environment(folder),
            **{name: str(folder / name) for name in FILES},
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": server.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": TOKEN,
            "LOG_LEVEL": "INFO",
        }
        _run(done, "the first night", environment, ("migrate", "--verbosity", "0"), (*NIGHT, *FORMATS))
        done.pull = server.pulls[0].copy()
        server.pulls[0]["body"] = done.pull["body"].replace("- [x]", "- [ ]")
        _run(done, "the second night", environment, NIGHT)
        done.commit = git(remote, "log", "--format=%an%n%ae%n%B", f"main..{BRANCH}")
        done.branches = git(remote, "for-each-ref", "--format=%(refname)").splitlines()
        done.state = {
            name: git(remote, "show", f"{BRANCH}:.siteagent/{name}") for name in ("decisions.jsonl", "metrics.jsonl")
        }
        done.diff = _run(done, "the plan", environment, ("seo_apply", "--plan", "--allow-unreviewed"))
        _run(done, "the other commands", environment, *COMMANDS)
    return done


ALL = """
import json, sys
from django.core.management import CommandError, call_command
import django
django.setup()
for command in json.loads(sys.argv[1]):
    try:
        call_command(*command)
    except SystemExit as ended:
        assert ended.code in (0, 1), ended.code
"""
"""A process takes longer to begin than most commands take."""


def _run(done: Job, name: str, environment: dict[str, str], *commands: tuple[str, ...]) -> bytes:
    """What the commands said on stdout. Raises CalledProcessError when one of them does not do its work."""
    argv = [sys.executable, "-c", ALL, json.dumps(commands)]
    ended = subprocess.run(
        argv, cwd=done.folder / "clone", env=environment, capture_output=True, timeout=300, check=True
    )
    done.said[name] = ended.stdout + b"\n" + ended.stderr
    return ended.stdout


def on_terminal(done: Job, *command: str) -> str:
    """What a command writes where a person watches."""
    leader, follower = pty.openpty()
    argv = [sys.executable, "-c", ALL, json.dumps([command])]
    environment = {**_environment(done.folder), "TERM": "xterm"}
    with subprocess.Popen(argv, cwd=done.folder / "clone", env=environment, stdout=follower, stderr=follower):
        os.close(follower)
        said = b"".join(iter(lambda: _read(leader), b""))
    os.close(leader)
    return said.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # How Linux says that nobody writes any more.
        return b""


def _environment(folder: Path) -> dict[str, str]:
    known = ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    return {
        **{name: value for name, value in os.environ.items() if name in known},
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'siteagent.sqlite3'}",
        "SITEAGENT_WORKERS": "0",
    }
