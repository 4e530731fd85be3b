"""The inbox of 100,000 proposals beside that of 100: the first page, a page far down, and the low-confidence tab.

    python benchmarks/inbox.py [--proposals N]

Two SQLite files, read in turns by one process. The exit code is 1 when a page takes more than 15 queries, or the first
page of the many more than three times the time of that of the few.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from scratch_runs import ROOT, row

FEW = 100
TURNS = 15
MAX_RATIO = 3.0
MAX_QUERIES = 15
INBOX = "/admin/seo_meta/proposal/inbox/"
STATES = ("open",) * 7 + ("approved", "rejected", "abstained")
ADDRESSES = {"first page": "", "far down": "?after=500.0,1", "low confidence": "?tab=low"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proposals", type=int, default=100_000)
    many = parser.parse_args().proposals
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"DATABASE_URL": f"sqlite:///{scratch}/{FEW}.sqlite3", "DEBUG": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "siteagent_project.settings.dev"
        sys.path.insert(0, str(ROOT))
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        files = {number: Path(scratch, f"{number}.sqlite3") for number in (FEW, many)}
        clients = {number: fill(file, number) for number, file in files.items()}
        # All of them, whatever the first says.
        results = [compared(what, query, files, clients) for what, query in ADDRESSES.items()]
        sys.exit(0 if all(results) else 1)


def use(file: Path) -> None:
    """Django reads this database from now on."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(file)


def fill(file: Path, number: int) -> Any:
    """A browser that is logged in to a site with so many proposals."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from seo_meta.models import Proposal
    from seo_meta.tests.factories import facts_of
    from seo_meta.tests.stored import stored_proposal, stored_run

    use(file)
    call_command("migrate", verbosity=0)
    page = stored_run(facts_of("<title>Lamps</title>", "lamps.html")).read_pages.get()
    values = [f"Lamp made by hand in {days} days, of brass and oak | Lamps" for days in (3, 4, 5)]
    like = stored_proposal(page, *values, worth=1001)
    chance = random.Random(number)  # noqa: S311 - the same rows every time
    columns = {
        field.attname: getattr(like, field.attname) for field in Proposal._meta.concrete_fields if not field.primary_key
    }
    rows = (
        Proposal(
            **columns
            | {
                "url": f"{page.url}?lamp={place}",
                "key": place.to_bytes(8, "big"),
                "worth": round(chance.random() * 1000, 2),
                "state": chance.choice(STATES),
                "confidence": chance.choice(("high", "high", "medium", "medium", "low")),
            }
        )
        for place in range(1, number)
    )
    Proposal.objects.bulk_create(rows, batch_size=500)
    client = Client()
    client.force_login(User.objects.create_superuser("ana"))
    return client


def compared(what: str, query: str, files: dict[int, Path], clients: dict[int, Any]) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: dict[int, list[float]] = {number: [] for number in files}
    queries = 0
    for turn in range(TURNS + 1):
        for number, file in files.items():
            use(file)
            clients[number].get("/admin/jsi18n/")  # opens the connection
            with CaptureQueriesContext(connection) as captured:
                started = time.perf_counter()
                response = clients[number].get(INBOX + query)
                seconds = time.perf_counter() - started
            queries = max(queries, len(captured))
            if response.status_code != 200:
                sys.exit(f"{INBOX + query} answered {response.status_code}")
            if turn:
                times[number].append(seconds)
    few, many = (median(taken) * 1000 for taken in times.values())
    found = f"{many / few:.2f} times: {many:.0f} ms beside {few:.0f} ms; {queries} queries"
    aim = f"{MAX_QUERIES} queries" if query else f"{MAX_RATIO:.0f} times, {MAX_QUERIES} queries"
    row(f"inbox, {what}, of {max(files):,} proposals beside {min(files):,}", found, aim)
    # On the other pages the few have fewer rows: their times are printed, not judged.
    return queries <= MAX_QUERIES and (bool(query) or many <= MAX_RATIO * few)


if __name__ == "__main__":
    main()
