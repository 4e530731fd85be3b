"""Proposals over whole sites: no text twice, nothing that a page has, nothing new when asked again.

    python benchmarks/proposals.py [FOLDER …]

`seo_audit` and then `seo_propose` twice, on the web pages of the shared data and on python-django-doc without other
folders. Counts values of titles and descriptions that two pages would have, whether as proposals or as what they have
now, and leaves with exit code 1 when there is one; prints pages a second with two workers.
"""

import argparse
import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from scratch_runs import DJANGO_DOCS, ROOT, ScratchDatabase, packaged, scratch_database

WEB_PAGES = ROOT.parent / "shared" / "data" / "web_pages"
TEXTS = ("title", "description")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[WEB_PAGES, packaged(DJANGO_DOCS)])
    faults = sum([measure(folder) for folder in parser.parse_args().folders])
    sys.exit(1 if faults else 0)


def measure(folder: Path) -> int:
    """How many faults there were."""
    with scratch_database() as database:
        database.manage("seo_audit", folder, "--base-url", "https://example.com/", "--fail-on", "never")
        used = database.manage("seo_propose", "--workers", "2")
        before = states(database)
        database.manage("seo_propose", "--workers", "2")
        changed = len(set(before) ^ set(states(database)))
        pages = database.query("SELECT count(DISTINCT page_id) FROM seo_meta_proposal")[0][0]
        print(f"{folder}: proposals for {pages:,} pages, {pages / used.seconds:.1f} pages a second, start included")
        for field, state, count in database.query(
            "SELECT field, state, count(*) FROM seo_meta_proposal GROUP BY field, state ORDER BY field, state"
        ):
            print(f"  {field:12} {state:10} {count:6,}")
        twice = sum(len(shared(database, field)) for field in TEXTS)
        same = database.query("SELECT count(*) FROM seo_meta_proposal WHERE state = 'open' AND value = current")[0][0]
        print(f"  texts that two pages would have: {twice} (aim 0); values that the page has: {same} (aim 0)")
        print(f"  rows that a second run changed: {changed} (aim 0)", flush=True)
    return twice + same + changed


def states(database: ScratchDatabase) -> list[tuple[object, ...]]:
    return database.query("SELECT id, version, state, value FROM seo_meta_proposal")


def shared(database: ScratchDatabase, field: str) -> list[str]:
    """The texts that are proposed for one page, and for another too or in use there."""
    proposed: defaultdict[str, set[str]] = defaultdict(set)
    offers = "SELECT url, candidates FROM seo_meta_proposal WHERE state = 'open' AND field = ?"
    for url, candidates in database.query(offers, field):
        for candidate in json.loads(candidates):
            proposed[normal(candidate["value"])].add(url)
    has = defaultdict(set)
    for url, value in database.query(
        f"SELECT url, {field} FROM seo_meta_page WHERE indexable AND self_canonical AND {field} <> ''"  # noqa: S608
    ):
        has[normal(value)].add(url)
    return [value for value, urls in proposed.items() if len(urls | has[value]) > 1]


def normal(value: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


if __name__ == "__main__":
    main()
