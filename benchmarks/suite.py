"""Run the scripts of a suite, and write what they found into docs/explanation/measurements.md.

    python benchmarks/suite.py chaos|load [SCRIPT …]

Every line that a script prints as a row of a table (`scratch_runs.row`) is put into the table of the suite, in place of
what that script found before. Leaves with exit code 1 when a script does; its row says so. benchmarks/README.md says
what each script claims and needs.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from scratch_runs import ROOT

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432")
ON_POSTGRESQL = ("--fault", "worker-kills", "--fault", "database-gone")
SCRIPTS = {
    "chaos": {
        "starts": ("-m", "pytest", "--quiet", "tests/test_starts.py"),
        "crawl_kills": ("benchmarks/crawl_kills.py",),
        "apply_kills": ("benchmarks/apply_kills.py",),
        "index_kills": ("benchmarks/index_kills.py",),
        "server_faults": ("benchmarks/server_faults.py",),
        "server_faults-postgresql": ("benchmarks/server_faults.py", *ON_POSTGRESQL, "--database", POSTGRESQL),
        "full_disk": ("benchmarks/full_disk.py",),
        "runs_at_once": ("benchmarks/runs_at_once.py",),
        "generated_pages": ("benchmarks/generated_pages.py",),
        "hostile_crawl": ("benchmarks/hostile_crawl.py",),
        "operations": ("benchmarks/operations.py",),
        "scale_out": ("benchmarks/scale_out.py", "--server", POSTGRESQL),
    },
    "load": {
        "api_lists": ("benchmarks/api_lists.py",),
        "server_load": ("benchmarks/server_load.py",),
        "approvals": ("benchmarks/approvals.py",),
        "approvals-postgresql": ("benchmarks/approvals.py", "--database", POSTGRESQL),
        "inbox": ("benchmarks/inbox.py",),
        "api_fuzz": ("benchmarks/api_fuzz.py",),
    },
}
FIGURES = ROOT / "docs" / "explanation" / "measurements.md"
HEAD = "| script | | found | aim | on |\n|---|---|---|---|---|\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=SCRIPTS)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help="these alone")
    options = parser.parse_args()
    scripts = SCRIPTS[options.suite]
    if unknown := set(options.scripts) - set(scripts):
        parser.error(f"There is no {', '.join(sorted(unknown))}. There are {', '.join(scripts)}.")
    failed = []
    for name in options.scripts or scripts:
        print(f"== {name}", flush=True)
        rows, code = rows_of(scripts[name])
        if code:
            failed.append(name)
            rows.append(f"| as a whole | **exit code {code}** | 0 |")
        write(options.suite, name, rows)
    if failed:
        sys.exit(f"Something was not as it should be: {', '.join(failed)}")


def rows_of(arguments: tuple[str, ...]) -> tuple[list[str], int]:
    """(rows that a script prints, its exit code). All that it prints is shown."""
    rows = []
    command = [sys.executable, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("| "):
                rows.append(line.strip())
    return rows, process.returncode


def write(suite: str, name: str, rows: list[str]) -> None:
    """Put the rows of one script into the table of the suite, which is between two comments."""
    now = datetime.now(UTC)
    machine = f"{processor()}, {len(os.sched_getaffinity(0))} cores, Python {platform.python_version()}"
    text = FIGURES.read_text()
    start, end = f"<!-- make {suite} -->\n", "<!-- end -->"
    before, _, rest = text.partition(start)
    table, _, after = rest.partition(end)
    kept = [line for line in table.splitlines() if line.startswith("| `") and not line.startswith(f"| `{name}` |")]
    kept += [f"| `{name}` {row} {now:%Y-%m-%d} |" for row in rows]
    kept.sort(key=lambda line: [*SCRIPTS[suite]].index(line.split("`")[1]))
    lines = "".join(f"{line}\n" for line in kept)
    FIGURES.write_text(f"{before}{start}Last on {machine}.\n\n{HEAD}{lines}{end}{after}")


def processor() -> str:
    found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


if __name__ == "__main__":
    main()
