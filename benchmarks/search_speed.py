"""A search over 5,000 chunks beside txtai's, with the same weights and texts: at most half of its median time.

    python benchmarks/search_speed.py --txtai PYTHON [--chunks N]

Passages of at most 180 words of the collections in ../shared/data/ir and of the documentation beside them, asked each
query of Cranfield, ten hits each. Ours is the whole service: typos, synonyms, both legs, fusion, facets, snippets.
Prints medians, 99th percentiles and the ratio (aim: 0.5); leaves with exit code 1 where it is missed.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from scratch_runs import ROOT
from search_relevance import COLLECTIONS, index_in, txtai

DOCUMENTATION = ROOT.parent / "shared" / "data" / "docs_descriptions" / "powershell.jsonl"
WORDS = 180
AIM = 0.5


class Silent:
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--txtai", metavar="PYTHON", required=True)
    parser.add_argument("--chunks", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collection = Path(folder)
        with (collection / "corpus.jsonl").open("w") as file:
            for number, text in enumerate(islice(passages(), options.chunks)):
                file.write(json.dumps({"_id": str(number), "text": text}) + "\n")
        (collection / "queries.jsonl").write_text((COLLECTIONS / "cranfield" / "queries.jsonl").read_text())
        theirs = txtai(options.txtai, collection, limit=10)["ms"]
        ours = times(collection)
    for name, found in (("txtai", theirs), ("ours", ours)):
        print(f"{name:<6} p50 {median(found):6.1f} ms, p99 {quantiles(found, n=100)[98]:6.1f} ms")
    ratio = median(ours) / median(theirs)
    print(f"ours over txtai's, medians: {ratio:.2f} (aim {AIM})")
    sys.exit(ratio > AIM)


def passages() -> Iterator[str]:
    for name in ("cranfield", "cisi"):
        for line in (COLLECTIONS / name / "corpus.jsonl").open():
            yield from windows(json.loads(line)["text"])
    for line in DOCUMENTATION.open():
        yield from windows(json.loads(line)["markdown"])


def windows(text: str) -> Iterator[str]:
    words = text.split()
    return (" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS))


def times(collection: Path) -> list[float]:
    """Milliseconds of each query, in a database and an index of their own."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="siteagent_project.settings.dev",
        SITEAGENT_APPS="seo_meta,ml_search",
        DATABASE_URL=f"sqlite:///{collection}/bench.sqlite3",
        SITEAGENT_INDEX_DIR=str(index_in(collection)),
    )
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from ml_search.core.answer import Wish
    from ml_search.core.judged import read_documents, read_queries
    from ml_search.encoders import index_encoder
    from ml_search.services.evaluate import indexed
    from ml_search.services.search import search

    call_command("migrate", verbosity=0)
    documents = list(read_documents((collection / "corpus.jsonl").read_bytes().splitlines()))
    queries = list(read_queries((collection / "queries.jsonl").read_bytes().splitlines()))
    found = []
    with indexed(documents, index_encoder(), Silent()) as (site, _):
        for query in queries:
            began = time.perf_counter()
            answer = search(site, Wish(query=query.text, logged=False))
            found.append(1000 * (time.perf_counter() - began))
            assert not answer.degraded, answer.degraded
    return found


if __name__ == "__main__":
    main()
