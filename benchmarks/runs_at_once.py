"""Five audits of one site started at once: one of them reads it, the others leave; and none is stuck when it is killed.

    python benchmarks/runs_at_once.py [--kills N] [--seed N]

A round starts five audits of a site on loopback in one database. Four must leave with exit code 2 and a line that names
the site, while the fifth goes on. That one is killed (SIGKILL) at a random moment, and five more are started at once:
again one of them must read the site, and it comes to its end. What the database then holds is compared with an audit
that was alone. The exit code is 1 when any of that is not so.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from subprocess import DEVNULL, PIPE

from crawl_kills import compare, copy_of, dump, site, undisturbed
from kill_options import kill_options
from made_up_server import serving
from scratch_runs import LIVE, ROOT, ScratchDatabase, row, scratch_database

AT_ONCE = 5
PATIENCE = 60.0
"""Seconds in which the others must have left."""
REFUSED = re.compile(r"Error: Another run of http://\S+ is going on\. .*")


def main() -> None:
    rounds, rng = kill_options(__doc__, kills=20)
    faults: list[str] = []
    with serving(site) as url, scratch_database() as empty:
        # Slow enough that the one who reads is still at it when the last of the five has started.
        audit = ("seo_audit", url, *LIVE, "--rate", "60", "--fail-on", "never")
        control, _ = undisturbed(empty, ("seo_audit", url, *LIVE, "--fail-on", "never"))
        for number in range(rounds):
            database = copy_of(empty, f"round-{number}")
            holder, found = started(database, audit)
            if holder:
                time.sleep(rng.uniform(0, 1))
                holder.kill()
                holder.wait()
            heir, again = started(database, audit)
            if heir and heir.wait(timeout=300):
                again.append(f"the one that reads ends with exit code {heir.returncode}")
            found += again or compare(control, dump(database))
            running = database.query("SELECT id FROM seo_meta_run WHERE state = 'running'")
            found += [f"{len(running)} runs are stuck"] if running else []
            faults += (f"round {number}: {fault}" for fault in found)
    for fault in faults[:20]:
        print(f"  {fault}")
    row(
        f"{AT_ONCE} audits of a site started at once, {rounds} times; the one that reads killed, {AT_ONCE} more",
        f"each time one reads and {AT_ONCE - 1} leave with exit code 2, but for {len(faults)} faults",
        "0 faults, rows as of an audit alone",
    )
    sys.exit(1 if faults else 0)


def started(database: ScratchDatabase, audit: tuple[str, ...]) -> tuple["subprocess.Popen[str] | None", list[str]]:
    """(the one of five that still goes on, faults)"""
    command = [sys.executable, "manage.py", *audit]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=database.environment, stdout=DEVNULL, stderr=PIPE, text=True)
        for _ in range(AT_ONCE)
    ]
    until = time.monotonic() + PATIENCE
    while sum(process.poll() is None for process in processes) > 1 and time.monotonic() < until:
        time.sleep(0.01)
    codes = Counter(process.returncode for process in processes)
    found = [] if codes == {2: AT_ONCE - 1, None: 1} else [f"exit codes of {AT_ONCE} at once: {dict(codes)}"]
    said = [process.communicate()[1].strip() for process in processes if process.returncode is not None]
    found += [f"one that leaves says {line}" for line in said if not REFUSED.fullmatch(line)]
    going_on = [process for process in processes if process.returncode is None]
    for process in going_on[1:]:
        process.kill()
    return (going_on[0] if going_on else None), found


if __name__ == "__main__":
    main()
