"""Audits of a live site killed at random moments and started again: nothing may be lost or doubled.

    python benchmarks/crawl_kills.py [--kills N] [--seed N]

A site on loopback with links, redirects, missing pages and a sitemap is audited twice undisturbed: the control. Then
audits of the same site are killed by SIGKILL, the parent process alone, and given again at once in the same database,
until one comes to its end; and so on with new databases until all kills are spent. What each database then holds is
compared with the control, row by row. The exit code is 1 when a row is lost or doubled, a file is damaged, or a worker
outlives its parent.
"""

import json
import os
import random
import select
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Any, NamedTuple

import synthetic_site
from kill_options import kill_options
from made_up_server import Reply, response, serving
from scratch_runs import LIVE, ScratchDatabase, descendants, row, scratch_database

PAGES = 300
MOST_KILLS = 20
"""Of one database; it is then left to come to its end."""
GRACE = 10.0
"""Seconds in which workers have to notice that their parent is gone."""
QUERIES = {
    "pages": "SELECT url, status, title, content_hash FROM seo_meta_page WHERE run_id = ?",
    "findings": (
        "SELECT url, rule, evidence, fingerprint, line FROM seo_meta_finding AS finding "
        "LEFT JOIN seo_meta_page AS page ON page.id = finding.page_id WHERE finding.run_id = ?"
    ),
    "sitemap entries": "SELECT sitemap, url, lastmod FROM seo_meta_sitemapentry WHERE run_id = ?",
    "runs": "SELECT complete, stop_reason, pages FROM seo_meta_run WHERE id = ?",
}
FINISHED = "SELECT id, outcomes FROM seo_meta_run WHERE state = 'done' ORDER BY id DESC LIMIT 1"

Dump = dict[str, Counter[tuple[Any, ...]]]


def site(target: str, url: str) -> Reply:
    """Page n links to its neighbours, to pages at random, to a redirect and now and then to nothing."""
    kind, _, name = target.strip("/").partition("/")
    if target == "/robots.txt":
        return response(f"User-agent: *\nDisallow: /private/\nSitemap: {url}sitemap.xml\n", content_type="text/plain")
    if target == "/sitemap.xml":
        listed = "".join(f"<url><loc>{url}page/{number}</loc></url>" for number in range(0, PAGES + 10, 2))
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return response(f'<urlset xmlns="{namespace}">{listed}</urlset>', content_type="application/xml")
    if kind == "old" and name.isdecimal():
        # Every fifth goes over a second hop.
        number = int(name)
        onward = f"/old/{number + 1}" if number % 5 == 0 else f"/page/{number}"
        return response("", 301, location=onward)
    if target == "/" or (kind == "page" and name.isdecimal() and int(name) < PAGES + 10):
        return page(int(name or 0))
    return response("not found", 404)


def page(number: int) -> bytes:
    rng = random.Random(number)  # noqa: S311 - the same page every time
    targets = [f"/page/{rng.randrange(PAGES)}" for _ in range(6)]
    targets += [f"/page/{(number + 1) % PAGES}", f"/old/{rng.randrange(PAGES)}", f"/private/{number}"]
    targets += [f"/missing/{number}"] * (number % 9 == 0)
    links = "".join(f'<p><a href="{target}">{synthetic_site.text(rng, 3)}</a></p>' for target in targets)
    title = f"<title>{synthetic_site.text(rng, 4)} {number // 2}</title>" if number % 11 else ""
    text = synthetic_site.text(rng, 120)
    return response(
        f'<!doctype html><html lang="en"><head>{title}</head><body><h1>{number}</h1>{text}{links}</body></html>'
    )


class Spent(NamedTuple):
    """What was done to one database until an audit came to its end."""

    kills: int
    survivors: int
    """Workers that were still there ten seconds after the last kill."""


def main() -> None:
    wanted, rng = kill_options(__doc__)
    with serving(site) as url, scratch_database() as empty:
        audit = ("seo_audit", url, *LIVE, "--fail-on", "never")
        control, seconds = undisturbed(empty, audit)
        sizes = ", ".join(f"{rows.total()} {name}" for name, rows in control.items())
        print(f"control: {seconds:.1f} s, {sizes}", flush=True)
        sys.exit(0 if all_whole(empty, audit, control, seconds, rng, wanted) else 1)


def undisturbed(empty: ScratchDatabase, audit: tuple[str, ...]) -> tuple[Dump, float]:
    """(what an audit stores that nobody kills, its seconds). Leaves the script when two of them differ."""
    first, second = copy_of(empty, "control-1"), copy_of(empty, "control-2")
    seconds = first.manage(*audit).seconds
    second.manage(*audit)
    if differences := compare(dump(first), dump(second)):
        sys.exit(f"Two undisturbed audits differ, so there is nothing to compare with: {differences}")
    return dump(first), seconds


def copy_of(empty: ScratchDatabase, name: str) -> ScratchDatabase:
    file = empty.file.parent / f"{name}.sqlite3"
    shutil.copy(empty.file, file)
    return ScratchDatabase(file)


def all_whole(
    empty: ScratchDatabase, audit: tuple[str, ...], control: Dump, seconds: float, rng: random.Random, kills: int
) -> bool:
    """Spend the kills on as many databases as they take, and compare each with the control."""
    spent: list[Spent] = []
    wrong = 0
    while (left := kills - sum(one.kills for one in spent)) > 0:
        database = copy_of(empty, f"kills-{len(spent)}")
        spent.append(audit_under_kills(database, audit, seconds, rng, min(left, MOST_KILLS)))
        for fault in faults(database, control):
            wrong += 1
            print(f"  database {len(spent)}, killed {spent[-1].kills} times: {fault}", flush=True)
        for file in empty.file.parent.glob(f"{database.file.stem}*"):
            file.unlink()
    survivors = sum(one.survivors for one in spent)
    row(
        f"an audit of a live site killed {sum(one.kills for one in spent)} times, over {len(spent)} databases "
        f"(at most {max(spent).kills} times in one)",
        f"{wrong} rows lost, doubled or other; {survivors} workers outlived their parent by {GRACE:.0f} s",
        "0, 0",
    )
    return not wrong and not survivors


def audit_under_kills(
    database: ScratchDatabase, audit: tuple[str, ...], seconds: float, rng: random.Random, most: int
) -> Spent:
    """Give the command until it comes to its end; the first `most` times it may be killed first."""
    workers: list[int] = []
    kills = 0
    while True:
        process = database.start(*audit)
        try:
            process.wait(rng.uniform(0, seconds) if kills < most else None)
            break
        except subprocess.TimeoutExpired:
            workers += handles(process.pid)
            process.kill()
            process.wait()
            kills += 1
            if database.query(FINISHED):  # killed on its way out: the next one would be another audit
                return Spent(kills, alive(workers))
    if process.returncode:
        sys.exit(f"After {kills} kills the audit ends with exit code {process.returncode}: {database.errors()}")
    return Spent(kills, alive(workers))


def handles(pid: int) -> list[int]:
    """A handle of each process below this one; a number could be another process's by the time it is looked up."""
    found = []
    for child in descendants(pid):
        with suppress(ProcessLookupError):
            found.append(os.pidfd_open(child))
    return found


def alive(workers: list[int]) -> int:
    """How many of these processes do not end in time. Closes the handles."""
    deadline = time.monotonic() + GRACE
    count = 0
    for worker in workers:
        ended, _, _ = select.select([worker], [], [], max(0.0, deadline - time.monotonic()))
        count += not ended
        os.close(worker)
    return count


def faults(database: ScratchDatabase, control: Dump) -> list[str]:
    """What is wrong with a database after the last audit: sentences."""
    return database.damage() + compare(control, dump(database))


def compare(expected: Dump, found: Dump) -> list[str]:
    sentences = []
    for name in expected:
        lost, doubled = expected[name] - found[name], found[name] - expected[name]
        if lost or doubled:
            examples = [*lost][:2] + [*doubled][:2]
            sentences.append(f"{lost.total()} {name} lost, {doubled.total()} doubled or other: {examples}")
    return sentences


def dump(database: ScratchDatabase) -> Dump:
    """What the latest finished run holds, without anything that may differ: ids and times."""
    ((run, outcomes),) = database.query(FINISHED)
    rows: Dump = {name: Counter(database.query(query, run)) for name, query in QUERIES.items()}
    rows["outcomes"] = Counter(
        (rule, outcome, count) for rule, counts in json.loads(outcomes).items() for outcome, count in counts.items()
    )
    return rows


if __name__ == "__main__":
    main()
