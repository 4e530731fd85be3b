"""Requests a second for a list of 50 findings beside a bare django-ninja endpoint with the same rows; aim 0.8.

    python benchmarks/api_lists.py [--requests N]

One gunicorn with one worker answers both (`bare_api.py`), in turns of 50 requests each over one connection. The list
asks who may see what, filters, counts and throttles; the bare endpoint does none of that.
"""

import argparse
import http.client
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from scratch_runs import ROOT, gunicorn

TURN = 50
AIM = 0.8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2_000)
    turns = parser.parse_args().requests // TURN
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{scratch}/lists.sqlite3",
            "DJANGO_SETTINGS_MODULE": "bare_settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}",
            "WEB_CONCURRENCY": "1",
        }
        run, key = fill()
        addresses = (f"/api/v1/runs/{run}/findings?limit=50", "/bare/findings")
        with gunicorn(Path(scratch, "log"), os.environ) as port:
            for address in addresses:
                seconds(port, key, address)
            pairs = [[seconds(port, key, address) for address in addresses] for _ in range(turns)]
    ours, bare = (TURN / median(column) for column in zip(*pairs, strict=True))
    ratio = median(bare / ours for ours, bare in pairs)
    print(f"list {ours:,.0f}/s, bare endpoint {bare:,.0f}/s: {ratio:.2f} times, aim {AIM}")


def fill() -> tuple[int, str]:
    """(id of a run with many findings, API key)"""
    sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from seo_meta.core.access import Action
    from seo_meta.services.api_keys import create_key
    from seo_meta.tests.factories import facts_of
    from seo_meta.tests.stored import stored_run

    call_command("migrate", verbosity=0)
    run = stored_run(*(facts_of("<p>Beans", f"page-{number}.html") for number in range(200)))
    _, key = create_key("benchmark", [Action.READ], by="benchmark")
    connections.close_all()
    return run.pk, key


def seconds(port: int, key: str, address: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    for _ in range(TURN):
        connection.request("GET", address, headers={"Authorization": f"Bearer {key}"})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            sys.exit(f"{address} answered {response.status}: {body[:300]!r}")
    connection.close()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
