"""Milliseconds of a processor to plan and to apply one approved description of a real page, beside the limit of 10.

    python benchmarks/apply.py [FOLDER] [--pages N]

The pages are copied and audited first. A plan reads a file, splices it, has two parsers prove it and judges the page
anew; applying plans, writes through to the disk, logs, reads back and judges again. The other side is what reading and
judging the same pages once takes, which no safe way can do without.
"""

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from scratch_runs import PACKAGED_DOCS, packaged, scratch_database

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

LIMIT_MS = 10
POSTGRESQL_DOCS = PACKAGED_DOCS / "postgresql-doc-15" / "html"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=POSTGRESQL_DOCS)
    parser.add_argument("--pages", type=int, default=1000)
    options = parser.parse_args()
    with scratch_database() as database:
        site = database.file.parent / "site"
        site.mkdir()
        pages = sorted(packaged(options.folder).rglob("*.html"))[: options.pages]
        for number, page in enumerate(pages):
            shutil.copy(page, site / f"{number:05}-{page.name}")
        database.manage("seo_audit", site, "--base-url", "https://example.com/", "--fail-on", "never")
        os.environ |= {"DATABASE_URL": f"sqlite:///{database.file}"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")
        import django

        django.setup()
        measure()


def measure() -> None:
    from seo_meta.selectors import find_run
    from seo_meta.services.apply import Wish, apply, plan
    from seo_meta.services.transitions import Actor

    run = find_run()
    bare = milliseconds(lambda: read_and_judge(run))
    approve_all(run)
    planning = milliseconds(lambda: plan(run, Wish()))
    done: list[Any] = []
    applying = milliseconds(lambda: done.append(apply(run, Wish(), Actor(None, "benchmark", "command"))))
    edits, refused = len(done[0].files), dict(Counter(refusal.code for refusal in done[0].refusals))
    print(f"{edits} edits over {run.pages} pages, refused {refused}; a page in ms of a processor (of the clock):")
    for name, (cpu, wall) in {"read and judge": bare, "plan": planning, "apply": applying}.items():
        cost = cpu / run.pages
        print(f"  {name:15} {cost:5.1f} ({wall / run.pages:5.1f})  {cost / LIMIT_MS:.2f} of the limit of {LIMIT_MS}")


def milliseconds(work: Any) -> tuple[float, float]:
    """(of a processor, of the clock)"""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def read_and_judge(run: Any) -> None:
    from seo_meta.core.audit import audit_page, page_rules
    from seo_meta.core.extract import extract
    from seo_meta.core.policy import Policy
    from seo_meta.sources.folder import Entry, read

    for url, file in run.read_pages.values_list("url", "file"):
        audit_page(extract(read(Entry(f"{run.source}/{file}", file, url))), page_rules, Policy())


def approve_all(run: Any) -> None:
    """A description for every page that tells it apart."""
    from seo_meta.core.text import content_hash
    from seo_meta.models import Proposal

    known = []
    for page in run.read_pages.defer("facts"):
        value = f"What the manual says about {page.title[:60].strip()}, as it stands on page {page.pk} of the print."
        approval = {"approved_value_hash": content_hash(value), "approved_revision": 0}
        source = {"source_hash": page.source_hash, "approved_source_hash": page.source_hash}
        place = {"site": run.site, "run": run, "page": page, "url": page.url, "key": bytes(page.key), "file": page.file}
        known.append(
            Proposal(
                **place,
                **source,
                **approval,
                field="description",
                state="approved",
                current=page.description,
                value=value,
            )
        )
    Proposal.objects.bulk_create(known)


if __name__ == "__main__":
    main()
