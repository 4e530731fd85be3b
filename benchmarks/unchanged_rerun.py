"""A second audit of a site that has not changed, over the first: time and CPU; limit 0.20.

    python benchmarks/unchanged_rerun.py [--runs N]

`seo_audit` twice into one database, of a folder (package openjdk-17-doc) and of two live sites (the same and
python-django-doc served by nginx, which sends ETag and Last-Modified). The figures are medians of the runs; each has a
new database.
"""

import argparse
from pathlib import Path
from statistics import median

from scratch_runs import DJANGO_DOCS, JAVA_DOCS, LIVE, Usage, nginx, packaged, scratch_database

LIMIT = 0.20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    # What the package shows as one folder are links into another, and links that lead out of a folder are not read.
    folder = (packaged(JAVA_DOCS) / "api").resolve().parent
    compare(f"folder {JAVA_DOCS}", folder, ("--base-url", "https://example.com/", "--workers", "2"), runs)
    with nginx(packaged(JAVA_DOCS)) as server:
        compare(f"live {JAVA_DOCS}", f"{server.url}api/index.html", (*LIVE, "--max-pages", "100000"), runs)
    with nginx(packaged(DJANGO_DOCS)) as server:
        compare(f"live {DJANGO_DOCS}", server.url, LIVE, runs)


def compare(name: str, source: str | Path, options: tuple[str, ...], runs: int) -> None:
    pairs = [audit_twice(source, options) for _ in range(runs)]
    seconds = median(second.seconds / first.seconds for first, second in pairs)
    cpu = median(second.cpu / first.cpu for first, second in pairs)
    print(f"{name}: second audit over first, median of {runs}, limit {LIMIT:.2f}")
    print(
        f"  time {seconds:.2f} ({median(second.seconds for _, second in pairs):.2f} s after "
        f"{median(first.seconds for first, _ in pairs):.2f} s), CPU {cpu:.2f} "
        f"({median(second.cpu for _, second in pairs):.2f} s after {median(first.cpu for first, _ in pairs):.2f} s)",
        flush=True,
    )


def audit_twice(source: str | Path, options: tuple[str, ...]) -> tuple[Usage, Usage]:
    """(first, second)"""
    audit = ("seo_audit", source, *options, "--fail-on", "never")
    with scratch_database() as database:
        return database.manage(*audit), database.manage(*audit)


if __name__ == "__main__":
    main()
