"""Memory of a crawl whose frontier holds a million URLs, and how soon it goes on when it is started again.

    python benchmarks/frontier_memory.py [--urls N]

A trap site: each page has a thousand plain links that no other page has. `seo_crawl` reads a thousandth of the URLs and
stops there (`--max-pages`); then the same command is given again, and stopped once it asks for a page that is new.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from made_up_server import Reply, requests, response, serving
from scratch_runs import LIVE, Peaks, ScratchDatabase, Usage, kill_all, scratch_database

PER_PAGE = 1000
LIMIT_MB = 150
RESUME_LIMIT_SECONDS = 5.0
PATIENCE = 60.0
"""Seconds after which a second crawl that asks for nothing new is given up."""


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
            crawl = ("seo_crawl", url, *LIVE, "--max-pages", str(-(-urls // PER_PAGE)))
            usage = database.manage(*crawl)
            asked = {request.target for request in requests(log)}
            report(usage, database, asked)
            seconds, parent, child = resume(database, crawl, log, asked)
    print(
        f"  again: asks for a new page after {seconds:.2f} s ({seconds / RESUME_LIMIT_SECONDS:.2f} of the limit), "
        f"parent {parent:.0f} MB, worker {child:.0f} MB until then"
    )


def report(usage: Usage, database: ScratchDatabase, asked: set[str]) -> None:
    pages = sum(target == "/" or target.startswith("/trap/") for target in asked)
    table, rows = largest_table(database)
    print(
        f"{pages} pages with {pages * PER_PAGE} URLs read in {usage.seconds:.1f} s; "
        f"largest table {table}, {rows} rows; the database takes {size(database) / 1e6:.0f} MB"
    )
    print(
        f"  parent {usage.parent_mb:.0f} MB ({usage.parent_mb / LIMIT_MB:.2f} of the limit), "
        f"largest worker {usage.child_mb:.0f} MB ({usage.child_mb / LIMIT_MB:.2f} of the limit)",
        flush=True,
    )


def largest_table(database: ScratchDatabase) -> tuple[str, int]:
    """(name, rows): the frontier, when it is in the database whole."""
    names = [name for (name,) in database.query("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: database.query(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in names}  # noqa: S608 - own names
    return max(counts.items(), key=lambda item: item[1])


def size(database: ScratchDatabase) -> int:
    """In bytes, the write-ahead log included."""
    return sum(file.stat().st_size for file in database.file.parent.glob(f"{database.file.name}*"))


def resume(database: ScratchDatabase, crawl: tuple[str, ...], log: Path, asked: set[str]) -> tuple[float, float, float]:
    """(seconds until a page is asked for that was not in `asked`, MB of the parent, MB of the largest worker)"""
    started = time.monotonic()
    process = database.start(*crawl)
    peaks = Peaks(process.pid)
    try:
        while time.monotonic() < started + PATIENCE:
            ended = process.poll() is not None
            new = [request for request in requests(log) if request.target not in asked]
            if new:
                return (new[0].seconds - started, *peaks.stop())
            if ended:
                sys.exit(f"The second crawl ended without asking for a new page: {database.errors()}")
            time.sleep(0.1)
        sys.exit(f"The second crawl asked for nothing new within {PATIENCE:.0f} s")
    finally:
        kill_all(process.pid)
        process.wait()


if __name__ == "__main__":
    main()
