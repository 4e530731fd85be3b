"""Reviewers who approve at once, some of them the same proposals: each proposal is approved exactly once.

    python benchmarks/approvals.py [--clients N] [--each N] [--database URL]

Every client is a reviewer of their own, logged in, on a real gunicorn with two workers. They approve over REST, with
the ETag that they read, their own share of the proposals and a tenth of their neighbour's. Of two that approve one
proposal, one must be told 412. The exit code is 1 for a lost update (a proposal approved by nobody or by two, or whose
version and log do not say so), an answer 5xx, or a locked database.

Without --database it is a new SQLite file; with a PostgreSQL URL, a new database on that server.
"""

import argparse
import http.client
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from scratch_runs import ROOT, gunicorn, new_database, row

PAGE = (
    "<html lang=en><head><title></title></head><body><h1>Lamp {0}</h1><p>About lamp {0}, made by hand in {0} days.</p>"
)
CSRF = "c" * 32


class Answered(NamedTuple):
    proposal: int
    status: int
    seconds: float
    body: bytes


class Reviewer(NamedTuple):
    session: str
    proposals: list[int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--each", type=int, default=200, help="approvals a client")
    parser.add_argument("--database", default="", metavar="URL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, new_database(options.database, Path(scratch)) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev", "DEBUG": "0"}
        reviewers = fill(options.clients, options.each)
        log = Path(scratch) / "gunicorn.log"
        with gunicorn(log, os.environ | {"WEB_CONCURRENCY": "2"}) as port:
            started = time.perf_counter()
            answers = review(port, reviewers)
            seconds = time.perf_counter() - started
        sys.exit(0 if judged(url, options.clients, answers, seconds, log) else 1)


def fill(clients: int, each: int) -> list[Reviewer]:
    """A site with an open proposal a page, and the reviewers with their work."""
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections, transaction

    from seo_meta.tests.factories import facts_of
    from seo_meta.tests.stored import session_of, stored_proposal, stored_run

    call_command("migrate", verbosity=0)
    run = stored_run(*(facts_of(PAGE.format(number), f"lamp-{number}.html") for number in range(clients * each)))
    with transaction.atomic():
        pages = run.read_pages.defer("facts").order_by("pk").iterator()
        ids = [stored_proposal(page, f"Lamp {page.pk}, made by hand in our own workshop").pk for page in pages]
    shares = [ids[start : start + each] for start in range(0, len(ids), each)]
    reviewers = []
    for number, share in enumerate(shares):
        neighbours = shares[(number + 1) % len(shares)]
        work = [*share, *neighbours[: max(1, each // 10)]]
        random.Random(number).shuffle(work)  # noqa: S311 - the same order every time
        reviewers.append(Reviewer(session_of(f"reviewer-{number}"), work))
    connections.close_all()
    return reviewers


def review(port: int, reviewers: list[Reviewer]) -> list[Answered]:
    answers: list[Answered] = []
    threads = [threading.Thread(target=approve_all, args=(port, one, answers)) for one in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def approve_all(port: int, reviewer: Reviewer, answers: list[Answered]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {
        "Cookie": f"sessionid={reviewer.session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/json",
        "If-Match": '"1"',
    }
    for proposal in reviewer.proposals:
        started = time.perf_counter()
        try:
            connection.request("POST", f"/api/v1/proposals/{proposal}/approve", "{}", headers)
            response = connection.getresponse()
            status, body = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            status, body = 599, repr(error).encode()
            connection.close()
        answers.append(Answered(proposal, status, time.perf_counter() - started, body))
    connection.close()


def judged(url: str, clients: int, answers: list[Answered], seconds: float, log: Path) -> bool:
    """Whether every proposal was approved exactly once, and nothing failed; prints the figures."""
    lost = not_once(Counter(answer.proposal for answer in answers if answer.status == 200))
    statuses = Counter(answer.status for answer in answers)
    failed = sum(count for status, count in statuses.items() if status >= 500)
    locked = log.read_text(errors="replace").count("database is locked")
    locked += sum(b"locked" in answer.body for answer in answers if answer.status >= 400)
    times = sorted(answer.seconds * 1000 for answer in answers)
    figures = ", ".join(f"{count:,} x {status}" for status, count in sorted(statuses.items()))
    found = (
        f"{len(lost)} lost updates, {failed} answers 5xx, {locked} times locked; {seconds:.0f} s, median "
        f"{times[len(times) // 2]:.0f} ms, p95 {times[len(times) * 95 // 100]:.0f} ms; {figures}"
    )
    what = f"{statuses[200]:,} approvals by {clients} reviewers, some of the same proposal, {url.partition(':')[0]}"
    row(what, found, "0, 0, 0")
    if failed:
        print("  " + json.dumps([answer.body.decode()[:300] for answer in answers if answer.status >= 500][:3]))
    return not lost and not failed and not locked


def not_once(won: Counter[int]) -> list[int]:
    """The ids of the proposals that were not approved exactly once, or whose version and log do not say so. `won` is
    how many were told that they approved each."""
    from seo_meta.models import Proposal, Transition

    logged = Counter(Transition.objects.values_list("proposal_id", flat=True))
    stored = {row[0]: row[1:] for row in Proposal.objects.values_list("pk", "state", "version")}
    return [id for id, kept in stored.items() if (won[id], logged[id], *kept) != (1, 1, "approved", 2)]


if __name__ == "__main__":
    main()
