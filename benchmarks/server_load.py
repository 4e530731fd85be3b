"""The screen of the review and the search, asked for by 32 connections for a minute: no error, and no more memory.

    python benchmarks/server_load.py [FOLDER] [--seconds N] [--only review|search]

gunicorn with two workers over an SQLite file: a site (the chapters of Django's documentation without a folder), the
review screens of all its proposals in turn, and 500 searches of words of its titles, by somebody who is logged in.
Memory is what all processes of the server hold together (PSS), before and after, once half of that time has warmed
them up; that a worker is replaced after 10,000 requests is switched off, which would hide what grows. Searching needs
the packages of `make ml` and SITEAGENT_APPS.
Leaves with exit code 1 when a request fails, or memory changes by more than 5 %.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

from scratch_runs import DJANGO_DOCS, MB, ROOT, descendants, gunicorn_server, packaged, row
from wrk import wrk

QUERIES = 500
CONNECTIONS = 32
MEMORY = 5
"""Per cent."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DJANGO_DOCS / "topics")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--only", choices=("review", "search"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{scratch}/load.sqlite3",
            "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev",
            "DEBUG": "0",
            "SITEAGENT_INDEX_DIR": f"{scratch}/index",
            "WEB_CONCURRENCY": "2",
            "GUNICORN_CMD_ARGS": "--max-requests 0",
        }
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            screens, searches, session = fill(packaged(options.folder))
        asked = {"review": screens, "search": searches}
        wanted = {name: paths for name, paths in asked.items() if paths and options.only in (None, name)}
        if not wanted:
            sys.exit("There is no search: run with SITEAGENT_APPS=seo_meta,ml_search and the packages of `make ml`.")
        kept = [holds(name, paths, session, options.seconds, Path(scratch)) for name, paths in wanted.items()]
    sys.exit(not all(kept))


def holds(name: str, paths: Sequence[str], session: str, seconds: float, scratch: Path) -> bool:
    """Whether a server stands this; prints its row."""
    headers = {"Cookie": f"sessionid={session}"}
    with gunicorn_server(scratch / f"{name}.log", os.environ) as server:
        wrk(server.port, paths, headers, seconds, CONNECTIONS)
        before = memory_mb(server.process.pid)
        answered = wrk(server.port, paths, headers, seconds, CONNECTIONS)
        after = memory_mb(server.process.pid)
    if answered.errors:
        logged = (scratch / f"{name}.log").read_text(errors="replace").splitlines()
        print(*[line for line in logged if not line.endswith(" 200")][-50:], sep="\n")
    change = 100 * (after - before) / before
    found = (
        f"{answered.requests:,} answered, {answered.refused} refused, {answered.broken} broken; "
        f"{answered.per_second:,.0f}/s, p50 {answered.p50:.0f} ms, p99 {answered.p99:.0f} ms; "
        f"{before:.0f} MB, then {after:.0f} MB: {change:+.1f} %"
    )
    row(f"{name} for {seconds:.0f} s, 2 workers, {CONNECTIONS} connections", found, f"0, 0, within {MEMORY} %")
    return not answered.errors and abs(change) <= MEMORY


def memory_mb(pid: int) -> float:
    """What a process and those below it hold, pages that they share counted once."""
    sizes = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in (pid, *descendants(pid))]
    return sum(int(line.split()[1]) for text in sizes for line in text.splitlines() if line.startswith("Pss:")) / MB


def fill(folder: Path) -> tuple[list[str], list[str], str]:
    """(addresses of review screens, of searches: none without the plugin, session of a reviewer)"""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connections
    from django.urls import reverse

    from seo_meta.models import Page, Proposal
    from seo_meta.tests.stored import session_of

    call_command("migrate", verbosity=0)
    reports = {"out": Path(os.environ["SITEAGENT_INDEX_DIR"], "report"), "fail_on": "never"}
    call_command("meta_auto", str(folder), proposals=1_000, **reports)
    ids = Proposal.objects.filter(state="open").values_list("pk", flat=True)
    screens = [reverse("admin:seo_meta_focus", args=[id]) for id in ids]
    searches = []
    if apps.is_installed("ml_search"):
        call_command("ml_index")
        words = [word for title in Page.objects.values_list("title", flat=True) for word in title.split()]
        words = [word for word in words if word.isalpha()]
        rng = random.Random(1)  # noqa: S311 - the same queries every time
        asked = (" ".join(rng.sample(words, 3)) for _ in range(QUERIES))
        searches = [f"{reverse('api:search')}?{urlencode({'q': query})}" for query in asked]
    session = session_of("ana")
    connections.close_all()
    return screens, searches, session


if __name__ == "__main__":
    main()
