"""How right the rule semantic.cannibalisation is on a made-up site whose competing pages are known.

    python benchmarks/cannibalisation.py

In `competing_pages.json` the pairs that compete answer one question in two pages; the distinct ones share their subject
and much of their words, and answer two questions: other places, other products, parts of a series. The whole product
does the work, with the model that `ml_index` uses. One constant of the rule, `CLOSE`, was chosen after the first look
at this site, at which two of the eight pairs were found.
"""

import os
import sys
import tempfile
from itertools import chain
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.test")
os.environ["SITEAGENT_APPS"] = "seo_meta,ml_search"

import django

django.setup()

import msgspec  # noqa: E402
from django.core.management import call_command  # noqa: E402

from seo_meta.core.audit import Policy, audit_site, site_rules  # noqa: E402
from seo_meta.fetch.reach import Reach  # noqa: E402
from seo_meta.selectors import StoredSite  # noqa: E402

AIM = 0.8

PAGES = Path(__file__).with_name("competing_pages.json")


class MadeUpPage(msgspec.Struct):
    title: str
    text: str


class MadeUp(msgspec.Struct):
    competing: list[tuple[MadeUpPage, MadeUpPage]]
    distinct: list[tuple[MadeUpPage, MadeUpPage]]
    others: list[MadeUpPage]


class Quiet:
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def main() -> None:
    from ml_search.encoders import index_encoder
    from ml_search.services.index import index
    from ml_search.stores.exact import ExactStore
    from seo_meta.tests.factories import facts_of
    from seo_meta.tests.stored import stored_run

    made_up = msgspec.json.decode(PAGES.read_bytes(), type=MadeUp)
    pages = [*chain.from_iterable((*made_up.competing, *made_up.distinct)), *made_up.others]
    with tempfile.TemporaryDirectory() as folder:
        call_command("migrate", verbosity=0)
        facts = []
        for number, page in enumerate(pages):
            head = f"<!doctype html><html lang=en><title>{page.title} | Kestrel Lane</title>"
            html = f"{head}<main><h1>{page.title}</h1><p>{page.text}"
            Path(folder, f"{number}.html").write_text(html)
            facts.append(facts_of(html, f"{number}.html", file=f"{number}.html"))
        run = stored_run(*facts, source=folder)
        index(run, index_encoder(), ExactStore(Path(folder, "index")), Reach(), Quiet())
        rule = site_rules["semantic.cannibalisation"]
        ((_, outcome, failures),) = audit_site(StoredSite(run), [rule], Policy())
        number_of = {page.pk: int(page.file.removesuffix(".html")) for page in run.read_pages.all()}
    print(f"{len(pages)} pages, {len(made_up.competing)} pairs that compete: {outcome}")
    found = set()
    for failure in failures:
        rival = int(failure.evidence.rpartition("/")[2].removesuffix(".html"))
        found.add(tuple(sorted((number_of[failure.page], rival))))
    right = {(2 * pair, 2 * pair + 1) for pair in range(len(made_up.competing))}
    for one, other in sorted(found - right):
        print(f"  wrong: {pages[one].title} / {pages[other].title}")
    for one, other in sorted(right - found):
        print(f"  missed: {pages[one].title} / {pages[other].title}")
    precision = len(found & right) / max(1, len(found))
    reached = "reached" if precision >= AIM else "missed"
    print(
        f"precision {precision:.2f} beside the aim of {AIM} ({reached}), recall {len(found & right) / len(right):.2f}"
    )


if __name__ == "__main__":
    main()
