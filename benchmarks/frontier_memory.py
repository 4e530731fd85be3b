"""Memory of a crawl whose frontier holds a million URLs, and how soon it goes on after a kill.

    python benchmarks/frontier_memory.py [--urls N]

A trap site: each page has a thousand plain links that no other page has. `seo_crawl` is killed by SIGKILL when its
frontier has so many rows; then the same command is given again, and stopped once it asks for a page.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from made_up_server import Reply, requests, response, serving
from scratch_runs import LIVE, Peaks, ScratchDatabase, kill_all, scratch_database

PER_PAGE = 1000
LIMIT_MB = 150
RESUME_LIMIT_SECONDS = 5.0
PATIENCE = 60.0
"""Seconds after which a second crawl that asks for nothing is given up."""


def trap(target: str, url: str) -> Reply:
    """Page n links to the pages from 1,000 n + 1 to 1,000 n + 1,000."""
    name = target.removeprefix("/trap/").removesuffix(".html")
    if target != "/" and not name.isdecimal():
        return response("not found", 404)
    first = int(name) * PER_PAGE + 1 if target != "/" else 1
    links = "".join(f'<a href="/trap/{number}.html">{number}</a>\n' for number in range(first, first + PER_PAGE))
    return response(f'<!doctype html><html lang="en"><title>Page {name}</title><body>{links}</body></html>')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=1_000_000)
    urls = parser.parse_args().urls
    with tempfile.NamedTemporaryFile() as file, scratch_database() as database:
        log = Path(file.name)
        with serving(trap, log) as url:
            crawl = ("seo_crawl", url, *LIVE)
            fill(database, crawl, urls)
            seconds, parent, child = resume(database, crawl, log)
    print(
        f"  again: asks for the first page after {seconds:.2f} s ({seconds / RESUME_LIMIT_SECONDS:.2f} of the limit), "
        f"parent {parent:.0f} MB, worker {child:.0f} MB until then"
    )


def fill(database: ScratchDatabase, crawl: tuple[str, ...], urls: int) -> None:
    """Crawl until the frontier has so many rows, print what that took, and kill the crawl."""
    started = time.monotonic()
    process = database.start(*crawl)
    peaks = Peaks(process.pid)
    try:
        while (rows := frontier_rows(database)) < urls:
            if process.poll() is not None:
                sys.exit(f"The crawl ended with {rows} URLs: {database.errors()}")
            time.sleep(0.5)
        seconds = time.monotonic() - started
        parent, child = peaks.stop()
    finally:
        process.kill()
        process.wait()
    print(
        f"{rows} URLs in the frontier after {seconds:.1f} s; the database takes {size(database) / 1e6:.0f} MB\n"
        f"  parent {parent:.0f} MB ({parent / LIMIT_MB:.2f} of the limit), "
        f"largest worker {child:.0f} MB ({child / LIMIT_MB:.2f} of the limit)",
        flush=True,
    )


def frontier_rows(database: ScratchDatabase) -> int:
    """Ids have no gaps, and the last one is found at once."""
    return database.query("SELECT COALESCE(MAX(id), 0) FROM seo_meta_frontierurl")[0][0]


def size(database: ScratchDatabase) -> int:
    """In bytes, the write-ahead log included."""
    return sum(file.stat().st_size for file in database.file.parent.glob(f"{database.file.name}*"))


def resume(database: ScratchDatabase, crawl: tuple[str, ...], log: Path) -> tuple[float, float, float]:
    """(seconds until a page is asked for, MB of the parent, MB of the largest worker)"""
    asked = len(requests(log))
    started = time.monotonic()
    process = database.start(*crawl)
    peaks = Peaks(process.pid)
    try:
        while time.monotonic() < started + PATIENCE:
            ended = process.poll() is not None
            new = requests(log)[asked:]
            if new:
                return (new[0].seconds - started, *peaks.stop())
            if ended:
                sys.exit(f"The second crawl ended without asking for a page: {database.errors()}")
            time.sleep(0.1)
        sys.exit(f"The second crawl asked for nothing within {PATIENCE:.0f} s")
    finally:
        kill_all(process.pid)
        process.wait()


if __name__ == "__main__":
    main()
