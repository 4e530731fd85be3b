"""Commands that run out of disk: they say so in one line, tear nothing, and end well when there is room again.

    python benchmarks/full_disk.py [--room KB …]

Needs root and `unshare`: the database and the site lie on small disks of memory in a mount namespace of this script
alone. An audit and `seo_apply` are given again and again with so much room left of one of them. A command that fails
must leave with an exit code other than 0 and a line that names the disk, without a traceback. The database must then be
whole and hold what it held, and every file be wholly old or wholly new. Once there is room, the same command must end
as it does on a disk that was never full. The exit code is 1 when any of that is not so.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import NamedTuple

from apply_kills import APPLY, Bench, prepared, read
from crawl_kills import compare, dump
from scratch_runs import ROOT, ScratchDatabase, row

SIZE = "64m"
ROOM = (0, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192)
"""KB that are left of the disk."""
FIRST_RUN = "SELECT id, state, complete, pages FROM seo_meta_run WHERE id = 1"


class Disk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def leave(self, kilobytes: int) -> None:
        """Fill the disk up to so much room."""
        state = os.statvfs(self.folder)
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - kilobytes * 1024))

    def clear(self) -> None:
        self._filler.unlink(missing_ok=True)


class Trial(NamedTuple):
    """One command on a disk with ever more room."""

    bench: Bench
    disk: Disk
    command: tuple[str, ...]
    whole: Callable[[], list[str]]
    """What is wrong after a failure: sentences."""
    good: Callable[[], list[str]]
    """What is wrong after the command came to its end."""

    def held(self, where: str, room: Sequence[int]) -> bool:
        """Whether it fails as it should, and never otherwise; prints the row."""
        failed, faults, words = 0, 0, set[str]()
        for kilobytes in room:
            self.bench.reset()
            self.disk.leave(kilobytes)
            code, said = self._run()
            self.disk.clear()
            found = []
            if code:
                failed += 1
                words |= {line.strip() for line in said if "disk" in line or "No space" in line}
                found += [] if is_clear(said) else [f"exit code {code}, says {said[-3:]}"]
                found += self.bench.database.damage() + self.whole()
                code, said = self._run()
            if code:
                found.append(f"with room again it ends with exit code {code}, says {said[-3:]}")
            found += self.bench.database.damage() + self.good()
            faults += len(found)
            for fault in found:
                print(f"  {kilobytes} KB: {fault}")
        row(
            f"{self.command[0]}, the disk of the {where} full: {len(room)} times with {room[0]} to {room[-1]} KB left",
            f"{failed} times it left with a line that says so, else it had room; {faults} faults, with room again too",
            "0 faults",
        )
        for line in sorted(words)[:3]:
            print(f"  {line}")
        return failed > 0 and not faults

    def _run(self) -> tuple[int, list[str]]:
        """(exit code, lines of what it says)"""
        command = [sys.executable, "manage.py", *self.command]
        database = self.bench.database
        environment = database.environment | {"TMPDIR": str(database.file.parent)}
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT, text=True, timeout=120)
        return done.returncode, done.stdout.strip().splitlines()


def is_clear(said: list[str]) -> bool:
    """Whether a line names the disk, the only error there is, and there is no traceback."""
    errors = [line for line in said if line.startswith("Error: ")]
    full = [line for line in errors or said if "disk" in line or "No space left" in line]
    return bool(full) and len(errors) <= 1 and not any("Traceback" in line for line in said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--room", type=int, nargs="*", default=ROOM, metavar="KB", help="what is left of a disk")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        sys.exit(inside_a_namespace())
    with tempfile.TemporaryDirectory() as folder:
        held = on_disks(Path(folder), options.room)
    sys.exit(0 if held else 1)


def inside_a_namespace() -> int:
    """The exit code of this script in a mount namespace of its own: no other process sees its disks."""
    if os.geteuid() or shutil.which("unshare") is None:
        sys.exit("A small disk of its own needs root and unshare (util-linux).")
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv, "--inside"]
    return subprocess.run(command).returncode


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)


def on_disks(folder: Path, room: Sequence[int]) -> bool:
    with mounted(folder / "database") as database_disk, mounted(folder / "site") as site_disk:
        held = [trial.held(where, room) for trial, where in trials(database_disk, site_disk)]
        return all(held)


def trials(database_disk: Disk, site_disk: Disk) -> Iterator[tuple["Trial", str]]:
    database = ScratchDatabase(database_disk.folder / "bench.sqlite3")
    database.manage("migrate", "--verbosity", "0")
    bench = prepared(database, site_disk.folder / "site")
    audit = ("seo_audit", str(bench.site), "--base-url", "https://example.com/", "--fail-on", "never")
    bench.reset()
    before = database.query(FIRST_RUN)
    database.manage(*audit)
    control = dump(database)

    def as_it_was() -> list[str]:
        left = [f"{name} is left over" for name in read(bench.site).keys() - bench.old.keys()]
        return left + ([] if database.query(FIRST_RUN) == before else ["the run before is another"])

    def torn() -> list[str]:
        bench.faults.clear()
        bench.look_between()
        return as_it_was() + bench.faults

    def applied() -> list[str]:
        bench.faults.clear()
        bench.look_at_the_end()
        return bench.faults + ([] if read(bench.site) == bench.new else ["not all edits are made"])

    yield Trial(bench, database_disk, audit, as_it_was, lambda: compare(control, dump(database))), "database"
    yield Trial(bench, database_disk, APPLY, torn, applied), "database"
    yield Trial(bench, site_disk, APPLY, torn, applied), "site"


if __name__ == "__main__":
    main()
