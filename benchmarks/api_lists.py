"""Lists of 50 beside bare django-ninja endpoints with the same rows: requests a second, at least 0.6 times as many.

    python benchmarks/api_lists.py [--turns N] [--seconds N]

One gunicorn with two workers answers both (`bare_api.py`), in turns, over 32 connections of wrk. A list asks who may
see what, filters, counts and throttles; a bare endpoint does none of that. Leaves with exit code 1 when a request
fails, or the median of the turns is below 0.6 for a list.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from scratch_runs import ROOT, gunicorn, row
from wrk import wrk

AIM = 0.6
CONNECTIONS = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=2, help="of a turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{scratch}/lists.sqlite3",
            "DJANGO_SETTINGS_MODULE": "bare_settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
            "WEB_CONCURRENCY": "2",
        }
        run, key = fill()
        with gunicorn(Path(scratch, "log"), os.environ) as port:
            kept = [beside_bare(port, run, key, name, options) for name in ("findings", "pages", "proposals")]
    sys.exit(not all(kept))


def beside_bare(port: int, run: int, key: str, name: str, options: argparse.Namespace) -> bool:
    """Whether a list keeps its promise; prints its row."""
    headers = {"Authorization": f"Bearer {key}"}
    addresses = (f"/api/v1/runs/{run}/{name}?limit=50", f"/bare/{name}")
    turns = [
        [wrk(port, [address], headers, options.seconds, CONNECTIONS) for address in addresses]
        for _ in range(options.turns)
    ]
    ratio = median(ours.per_second / bare.per_second for ours, bare in turns)
    errors = sum(one.errors for pair in turns for one in pair)
    ours, bare = ([pair[side] for pair in turns] for side in (0, 1))
    found = (
        f"{ratio:.2f} times: {median(one.per_second for one in ours):,.0f}/s beside "
        f"{median(one.per_second for one in bare):,.0f}/s; p99 {median(one.p99 for one in ours):.0f} ms beside "
        f"{median(one.p99 for one in bare):.0f} ms; {errors} errors"
    )
    row(f"list of 50 {name} beside a bare endpoint, 2 workers, {CONNECTIONS} connections", found, f"{AIM} times, 0")
    return ratio >= AIM and not errors


def fill() -> tuple[int, str]:
    """(id of a run with many findings and proposals, API key)"""
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from seo_meta.core.access import Action
    from seo_meta.services.api_keys import create_key
    from seo_meta.tests.factories import facts_of
    from seo_meta.tests.stored import stored_proposal, stored_run

    call_command("migrate", verbosity=0)
    run = stored_run(*(facts_of("<p>Beans", f"page-{number}.html") for number in range(200)))
    for page in run.read_pages.all():
        stored_proposal(page, f"Beans number {page.pk}, roasted at the harbour")
    _, key = create_key("benchmark", [Action.READ], by="benchmark")
    connections.close_all()
    return run.pk, key


if __name__ == "__main__":
    main()
