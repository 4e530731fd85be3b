"""`seo_apply` killed at random moments and at every step of a write: no torn file, and the database tells the truth.

    python benchmarks/apply_kills.py [--kills N] [--seed N]

A folder of pages without titles and descriptions is audited and applied once undisturbed: the control. Then, again and
again from there, its edits are made and undone by commands that SIGKILL ends: half of them at a random moment of the
writing, half where a function of the write is called for the nth time (`killed_at.py`). After each kill every file must
be wholly old or wholly new. After the next command that comes to its end, rows, proposals and bytes must agree, and
nothing may lie around. The exit code is 1 when any of that is not so.
"""

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import synthetic_site
from kill_options import kill_options
from scratch_runs import ScratchDatabase, row, scratch_database

PAGES = 40
KILLS_IN_A_ROW = 4
APPLY = ("seo_apply", "--allow-unreviewed")
POINTS = (
    ("os", "replace"),
    ("os", "fsync"),
    ("os", "fchmod"),
    ("fcntl", "flock"),
    ("django.db.transaction", "Atomic.__exit__"),
    ("seo_meta.services.apply", "plan_rows"),
    ("seo_meta.services.apply", "log_written"),
    ("seo_meta.services.journal", "_restore"),
    ("seo_meta.services.journal", "_log_unapplied"),
)
UNSETTLED = "SELECT count(*) FROM seo_meta_edit WHERE state IN ('planned', 'undoing', 'taking-back', 'stale')"
WRITTEN = "SELECT file, after_sha256 FROM seo_meta_edit WHERE state = 'written'"
LARGEST = "SELECT apply_run_id FROM seo_meta_edit WHERE state = 'written' GROUP BY 1 ORDER BY count(*) DESC"
STATES = "SELECT file, state FROM seo_meta_proposal WHERE state IN ('open', 'applied')"

Files = dict[str, bytes]


class Bench:
    """One folder with its database, and what its files may be."""

    def __init__(self, database: ScratchDatabase, site: Path, old: Files, new: Files) -> None:
        self.database = database
        self.site = site
        self.old = old
        self.new = new
        self._untouched = database.file.with_name("untouched")
        shutil.copy(database.file, self._untouched)
        self.faults: list[str] = []
        self.landed: Counter[str] = Counter()

    def reset(self) -> None:
        """As it was before anything was applied."""
        for file in self._database_files():
            file.unlink()
        shutil.copy(self._untouched, self.database.file)
        for name, body in self.old.items():
            (self.site / name).write_bytes(body)

    def _database_files(self) -> list[Path]:
        name = self.database.file.name
        return [file for file in self.database.file.parent.iterdir() if file.name.startswith(name)]

    def under_kills(self, command: tuple[str, ...], goal: Files, rng: random.Random, kills: int) -> int:
        """Give a command until it comes to its end; how often it was killed before."""
        killed = 0
        while killed < kills:
            if not (self._at_a_point(command, rng) if rng.random() < 0.5 else self._at_random(command, goal, rng)):
                break
            killed += 1
            self.look_between()
        else:
            self.database.manage(*command)
        self.look_at_the_end()
        return killed

    def _at_a_point(self, command: tuple[str, ...], rng: random.Random) -> bool:
        moment, (module, function), nth = rng.choice(("before", "after")), rng.choice(POINTS), rng.randint(1, PAGES)
        process = self.database.start_script("killed_at.py", moment, module, function, str(nth), *command)
        return self._was_killed(process)

    def _at_random(self, command: tuple[str, ...], goal: Files, rng: random.Random) -> bool:
        """Not before a file was written, since most of the time goes into the start of the program."""
        found = read(self.site)
        left = [name for name, body in goal.items() if found[name] != body]
        before = self._inodes(left)
        process = self.database.start(*command)
        while process.poll() is None and self._inodes(left) == before:
            time.sleep(0.002)
        time.sleep(rng.uniform(0, 0.004 * len(left)))
        process.kill()
        return self._was_killed(process)

    def _inodes(self, names: list[str]) -> list[int]:
        return [(self.site / name).stat().st_ino for name in names]

    def _was_killed(self, process: "subprocess.Popen[bytes]") -> bool:
        code = process.wait()
        if code > 0:
            sys.exit(f"The command ends with exit code {code}: {self.database.errors()}")
        return code < 0

    def look_between(self) -> None:
        """Every file must be wholly old or wholly new."""
        found = read(self.site)
        for name in self.old:
            if found.get(name) not in (self.old[name], self.new[name]):
                self.faults.append(f"{name} is torn or gone")
        (begun,), done = self.database.query(UNSETTLED)[0], sum(found[name] == self.new[name] for name in self.new)
        self.landed["with files left to settle"] += begun > 0
        self.landed["among the files"] += 0 < done < len(self.new)
        self.landed["with a temporary file left"] += len(found) > len(self.old)

    def look_at_the_end(self) -> None:
        """Rows, proposals and bytes must agree, and nothing may lie around."""
        found = read(self.site)
        self.faults += (f"{name} is left over" for name in found.keys() - self.old.keys())
        ((unsettled,),) = self.database.query(UNSETTLED)
        if unsettled:
            self.faults.append(f"{unsettled} edits are not settled")
        states = self.database.query(STATES)
        written = dict(self.database.query(WRITTEN))
        for name, body in found.items():
            is_new = body == self.new.get(name)
            if {state for file, state in states if file == name} != {"applied" if is_new else "open"}:
                self.faults.append(f"the proposals for {name} say something else than its bytes")
            if (written.get(name) == sha256(body).hexdigest()) != is_new:
                self.faults.append(f"the edit of {name} says something else than its bytes")


def main() -> None:
    wanted, rng = kill_options(__doc__)
    with scratch_database() as database:
        bench = prepared(database, database.file.parent / "site")
        kills = 0
        while kills < wanted:
            print(f"  {kills} kills, {len(bench.faults)} faults", flush=True)
            bench.reset()
            kills += bench.under_kills(APPLY, bench.new, rng, min(KILLS_IN_A_ROW, wanted - kills))
            undo = ("seo_apply", "--undo", str(bench.database.query(LARGEST)[0][0]))
            kills += bench.under_kills(undo, bench.old, rng, min(KILLS_IN_A_ROW, wanted - kills))
    for fault in bench.faults[:20]:
        print(f"  {fault}")
    landed = ", ".join(f"{count} {what}" for what, count in bench.landed.items())
    row(f"seo_apply and its undo killed {kills} times ({landed})", f"{len(bench.faults)} faults in {PAGES} files", 0)
    sys.exit(1 if bench.faults else 0)


def prepared(database: ScratchDatabase, site: Path) -> Bench:
    """An audited folder at `site` with its proposals, and what `seo_apply` makes of it when nobody kills it."""
    site.mkdir()
    rng = random.Random(7)  # noqa: S311 - the same pages every time
    for number in range(PAGES):
        (site / f"page-{number:03}.html").write_text(page(number, rng))
    old = read(site)
    database.manage("seo_audit", site, "--base-url", "https://example.com/", "--fail-on", "never")
    database.manage("seo_propose", "--field", "title", "--field", "description")
    control = ScratchDatabase(database.file.with_name("control"))
    shutil.copy(database.file, control.file)
    seconds = control.manage(*APPLY).seconds
    new = read(site)
    control.manage("seo_apply", "--undo", "1")
    changed = sum(new[name] != old[name] for name in old)
    print(f"control: {seconds:.1f} s, {changed} of {PAGES} files edited, {'' if read(site) == old else 'not '}undone")
    if changed < PAGES // 2 or read(site) != old:
        sys.exit("There is too little to kill.")
    mine = {name for name in old if new[name] != old[name]}
    for name in old.keys() - mine:
        (site / name).unlink()
    return Bench(database, site, {name: old[name] for name in mine}, {name: new[name] for name in mine})


def page(number: int, rng: random.Random) -> str:
    heading = f"{synthetic_site.text(rng, 4)} {number}".capitalize()
    text = " ".join(f"{synthetic_site.text(rng, 14)}.".capitalize() for _ in range(12))
    head = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n</head>\n'
    return f"{head}<body><h1>{heading}</h1><p>{text}</p></body>\n</html>\n"


def read(site: Path) -> Files:
    return {file.name: file.read_bytes() for file in site.iterdir()}


if __name__ == "__main__":
    main()
