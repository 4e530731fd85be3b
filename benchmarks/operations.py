"""prune_runs and backup beside somebody who writes: how fast they are, and how long the writer ever has to wait.

    python benchmarks/operations.py [--pages N] [--runs N]

A made-up site is audited several times into one SQLite database, as a live one would be. Then all runs but the last are
removed, and the database is copied, while another process writes a row fifty times a second. The exit code is 1 when a
write waits longer than a second, or fails.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import synthetic_site
from scratch_runs import ScratchDatabase, row, scratch_database

LONGEST = 1.0
WRITER = """
import sqlite3, sys, time
file, waits = sys.argv[1], []
db = sqlite3.connect(file, timeout=20, isolation_level=None)
db.execute("PRAGMA synchronous=NORMAL")
print("begun", flush=True)
while True:
    started = time.perf_counter()
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE seo_meta_site SET created_at = created_at")
    db.execute("COMMIT")
    waits.append(time.perf_counter() - started)
    print(len(waits), max(waits), flush=True)
    time.sleep(0.02)
"""


def beside_a_writer(database: ScratchDatabase, *command: str) -> tuple[float, int, float]:
    """(seconds of the command, how often the other wrote meanwhile, its longest wait)"""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(database.file)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    writer.stdout.readline()
    usage = database.manage(*command)
    writer.terminate()
    said, _ = writer.communicate()
    count, longest = said.strip().splitlines()[-1].split()
    return usage.seconds, int(count), float(longest)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=4)
    given = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch, scratch_database() as database:
        site = Path(scratch) / "site"
        site.mkdir()
        synthetic_site.write(site, given.pages)
        for _ in range(given.runs):
            database.manage("seo_audit", site, "--fail-on", "never", "--base-url", "https://example.com/")
        for name, command in (
            ("backup", ("backup", f"{scratch}/copy.sqlite3")),
            ("prune_runs", ("prune_runs", "--keep", "1")),
        ):
            size = database.file.stat().st_size / 1e6
            seconds, count, longest = beside_a_writer(database, *command)
            worst = max(worst, longest)
            row(
                f"{name} of {size:,.0f} MB, {given.runs} runs of {given.pages:,} pages, beside somebody who writes",
                f"{seconds:.1f} s; meanwhile {count} writes, the longest of {longest * 1000:.0f} ms",
                f"no write over {LONGEST:.0f} s",
            )
        left = database.query("SELECT count(*) FROM seo_meta_page")[0][0]
        free = database.query("SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size")[0][0]
        print(f"left: {left:,} pages, and {free / 1e6:,.0f} MB of the file to be used again")
        with sqlite3.connect(f"{scratch}/copy.sqlite3") as copy:
            (pages,) = copy.execute("SELECT count(*) FROM seo_meta_page").fetchone()
            print(f"the copy: {pages:,} pages")
    sys.exit(worst > LONGEST)


if __name__ == "__main__":
    main()
