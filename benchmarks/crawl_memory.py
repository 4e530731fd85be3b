"""Largest process of a live audit of 10,137 pages, and pages a second.

    python benchmarks/crawl_memory.py [--folder FOLDER] [--start PATH]

nginx serves the folder on loopback; `seo_audit` reads it with two workers into a new SQLite file. Needs nginx and the
folder (package openjdk-17-doc).
"""

import argparse
from pathlib import Path

from scratch_runs import JAVA_DOCS, LIVE, nginx, packaged, scratch_database

LIMIT_MB = 250
MOST_PAGES = "100000"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=JAVA_DOCS)
    parser.add_argument("--start", default="api/index.html")
    options = parser.parse_args()
    with nginx(packaged(options.folder)) as server, scratch_database() as database:
        url = server.url + options.start
        usage = database.manage("seo_audit", url, *LIVE, "--max-pages", MOST_PAGES, "--fail-on", "never")
        pages = server.pages()
    print(
        f"{options.folder}: {pages} pages seen at the server, {usage.seconds:.1f} s, "
        f"{pages / usage.seconds:.0f} pages/s, {pages / usage.cpu:.0f} a second of CPU"
    )
    print(
        f"  parent {usage.parent_mb:.0f} MB, largest other process {usage.child_mb:.0f} MB: the larger is "
        f"{usage.largest_mb / LIMIT_MB:.2f} of the limit of {LIMIT_MB} MB"
    )


if __name__ == "__main__":
    main()
