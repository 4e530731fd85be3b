"""An audit of a site that is hostile in every tenth page: the healthy pages must all come home.

    python benchmarks/hostile_crawl.py [--pages N]

The pages (`hostile_site.py`) drip, never end, unpack to 100 MB, break off, or choke parsers. Only two of a thousand
drip, since each holds a connection for the whole deadline of two seconds. Every healthy page lacks a description, so
that a finding shows for each URL that the page was judged. The exit code is 1 when a page is missing or the parent
passes its limit.
"""

import argparse
import sys
from collections import Counter

from hostile_site import HEALTHY, SHARES, HostileSite, healthy_pages, kind_of, page_path
from made_up_server import serving
from scratch_runs import LIVE, ScratchDatabase, row, scratch_database

PARENT_LIMIT_MB = 300
DEADLINE = 2
"""Seconds for one request."""
SLOWEST = 20
"""Pages a second; a run that takes longer has not ended."""
STORED = "SELECT url, status, title FROM seo_meta_page"
JUDGED = (
    "SELECT url, COUNT(*) FROM seo_meta_finding JOIN seo_meta_page ON seo_meta_page.id = page_id "
    "WHERE rule = 'description.missing' AND outcome = 'fail' GROUP BY url"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50_000)
    pages = parser.parse_args().pages
    limit = 300 + pages / SLOWEST
    options = ("--timeout", str(DEADLINE), "--max-pages", str(2 * pages + 1_000), "--fail-on", "never")
    with serving(HostileSite(pages)) as url, scratch_database() as database:
        usage = database.manage("seo_audit", url, *LIVE, *options, limit=limit)
        right = healthy_came_home(database, url, pages)
        print_kinds(database, url, pages)
    row(
        f"an audit of a live site of {pages:,} pages, a tenth of them hostile",
        f"healthy pages {'all' if right else 'NOT ALL'} stored and judged; parent {usage.parent_mb:.0f} MB, largest "
        f"other process {usage.child_mb:.0f} MB; {usage.seconds:.0f} s, {pages / usage.seconds:.0f} pages/s",
        f"all, {PARENT_LIMIT_MB} MB",
    )
    sys.exit(0 if right and usage.parent_mb < PARENT_LIMIT_MB else 1)


def healthy_came_home(database: ScratchDatabase, url: str, pages: int) -> bool:
    """Whether each healthy page was stored with its title and judged, once. Prints how many were."""
    expected = Counter((url + path, 200, title) for path, title in healthy_pages(pages))
    stored = Counter(row for row in database.query(STORED) if row in expected)
    healthy = {page for page, _, _ in expected}
    judged = {page: count for page, count in database.query(JUDGED) if page in healthy}
    states = database.query("SELECT state FROM seo_meta_run")
    once = sum(count == 1 for count in judged.values())
    print(
        f"{pages} pages: of {len(expected)} healthy ones, index pages among them, {stored.total()} stored "
        f"({stored.total() / len(expected):.2%}), {once} judged ({once / len(expected):.2%}); states of runs: {states}"
    )
    return stored == expected and judged == dict.fromkeys(healthy, 1) and states == [("done",)]


def print_kinds(database: ScratchDatabase, url: str, pages: int) -> None:
    statuses: dict[str, int] = dict(database.query("SELECT url, status FROM seo_meta_page"))
    counts = Counter((kind_of(number), statuses.get(url + page_path(number))) for number in range(pages))
    print(f"  {'kind':<20}{'pages':>7}{'stored':>8}{'left out':>10}  by status")
    for kind in (HEALTHY, *SHARES):
        found = {status: count for (of, status), count in counts.items() if of == kind}
        out = found.pop(None, 0)
        stored = sum(found.values())
        print(f"  {kind:<20}{stored + out:>7}{stored:>8}{out:>10}  {found or ''}")


if __name__ == "__main__":
    main()
