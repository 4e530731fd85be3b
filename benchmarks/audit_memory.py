"""Peak memory and time of a whole audit, parent and largest worker, at growing numbers of pages.

    python benchmarks/audit_memory.py [PAGES ...] [--folder FOLDER]

Read from /proc while the command runs (VmHWM), so Linux only. A forked worker counts what it shares with the parent.
"""

import argparse
import tempfile
from pathlib import Path

import synthetic_site
from scratch_runs import Usage, scratch_database

PARENT_LIMIT_MB = 250
WORKER_LIMIT_MB = 150


def measure(folder: Path) -> Usage:
    """`meta_auto` with two workers, reports included."""
    with scratch_database() as database:
        reports = database.file.parent / "report"
        options = ("--workers", "2", "--fail-on", "never", "--out", reports, "--base-url", "https://example.com/")
        return database.manage("meta_auto", folder, *options)


def report(name: str, folder: Path) -> None:
    usage = measure(folder)
    print(
        f"  {name:>24}: parent {usage.parent_mb:5.0f} MB ({usage.parent_mb / PARENT_LIMIT_MB:.2f} of the limit), "
        f"worker {usage.child_mb:5.0f} MB ({usage.child_mb / WORKER_LIMIT_MB:.2f} of the limit), {usage.seconds:.1f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[2500, 5000, 10000])
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.folder:
        report(str(options.folder)[-24:], options.folder)
        return
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as scratch:
            synthetic_site.write(Path(scratch), pages)
            report(f"{pages} pages", Path(scratch))


if __name__ == "__main__":
    main()
