"""Peak memory and time of a whole audit, parent and largest worker, at growing numbers of pages.

    python benchmarks/audit_memory.py [PAGES ...] [--folder FOLDER]

Read from /proc while the command runs (VmHWM), so Linux only. A forked worker counts what it shares with the parent.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import synthetic_site

ROOT = Path(__file__).parents[1]
PARENT_LIMIT_MB = 250
WORKER_LIMIT_MB = 150


def peak_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) / 1024


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def measure(folder: Path) -> tuple[float, float, float]:
    """(parent in MB, largest worker in MB, seconds) of `meta_auto` with two workers, reports included."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{scratch}/bench.sqlite3"}
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], check=True, env=environment, cwd=ROOT)
        audit = [
            *manage,
            "meta_auto",
            str(folder),
            "--workers",
            "2",
            "--fail-on",
            "never",
            "--out",
            f"{scratch}/report",
        ]
        process = subprocess.Popen(
            [*audit, "--base-url", "https://example.com/"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        parent = worker = 0.0
        started = time.perf_counter()
        while process.poll() is None:
            parent = max(parent, peak_mb(process.pid))
            worker = max([worker, *(peak_mb(child) for child in children(process.pid))])
            time.sleep(0.05)
        if process.returncode:
            sys.exit(f"meta_auto failed with exit code {process.returncode}")
        return parent, worker, time.perf_counter() - started


def report(name: str, folder: Path) -> None:
    parent, worker, seconds = measure(folder)
    print(
        f"  {name:>24}: parent {parent:5.0f} MB ({parent / PARENT_LIMIT_MB:.2f} of the limit), "
        f"worker {worker:5.0f} MB ({worker / WORKER_LIMIT_MB:.2f} of the limit), {seconds:.1f} s",
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
