"""Relevance and speed of the keyword leg on SQLite and PostgreSQL side by side: nDCG@10 may differ by 2 %.

    python benchmarks/keyword_relevance.py --postgresql URL [--kept N] [--collections FOLDER]

Two test collections, each document one chunk with its title, each query as it is, cut down to the words that tell most.
Needs them beside the checkout (../shared/data/ir), in the layout of BEIR. Makes a new database on the server and
removes it again. Leaves with exit code 1 when the databases differ by more.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median, quantiles

from scratch_runs import ROOT, new_database

COLLECTIONS = ROOT.parent / "shared" / "data" / "ir"
LIMIT = 0.02
REPEATED = 5
"""Times that a query is asked; the fastest counts, which other work on the machine disturbs least."""
FIGURES = ("ndcg", "recall", "index_s", "p50_ms", "p99_ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", metavar="URL")
    parser.add_argument("--collections", type=Path, default=COLLECTIONS)
    parser.add_argument("--kept", type=int, default=0, help="different words of a query that count")
    parser.add_argument("--collection", help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = sorted(folder.name for folder in options.collections.glob("*") if (folder / "corpus.jsonl").exists())
    if not names:
        sys.exit(f"{options.collections} holds no test collection")
    if options.collection:
        print(json.dumps(figures_of(options.collections / options.collection, options.kept)))
        return
    if not options.postgresql:
        parser.error("give --postgresql, the URL of a server")
    ratios = {}
    print("collection  database    " + "  ".join(f"{name:>8}" for name in FIGURES))
    for name in names:
        found = {vendor: measure(name, url) for vendor, url in (("sqlite", ""), ("postgresql", options.postgresql))}
        for vendor, figures in found.items():
            print(f"{name:<11} {vendor:<11} " + "  ".join(f"{figures[key]:8.3f}" for key in FIGURES), flush=True)
        ratios[name] = found["postgresql"]["ndcg"] / found["sqlite"]["ndcg"]
    print(", ".join(f"{name}: PostgreSQL has {ratio:.4f} of SQLite's nDCG@10" for name, ratio in ratios.items()))
    sys.exit(any(abs(1 - ratio) > LIMIT for ratio in ratios.values()))


def measure(collection: str, server: str) -> dict[str, float]:
    """The figures on a new database, in a process of its own: Django has one database in use."""
    with tempfile.TemporaryDirectory() as scratch, new_database(server, Path(scratch)) as url:
        settings = {"DJANGO_SETTINGS_MODULE": "siteagent_project.settings.dev", "SITEAGENT_APPS": "seo_meta,ml_search"}
        environment = os.environ | settings | {"DATABASE_URL": url}
        migrate = (sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks")
        subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
        command = (sys.executable, __file__, *sys.argv[1:], "--collection", collection)
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return dict(json.loads(done.stdout))


def figures_of(folder: Path, kept: int) -> dict[str, float]:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.db import connection, transaction

    from ml_search.core import query as queries
    from ml_search.core.metrics import ndcg, recall
    from ml_search.keyword import keyword_of
    from ml_search.keyword.terms import size

    queries.KEPT_WORDS = kept or queries.KEPT_WORDS
    keyword = keyword_of()
    site, ids, chunks = store(folder)
    started = time.perf_counter()
    with transaction.atomic():
        keyword.add(chunks)
    index_seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    judged = judgements(folder)
    ndcgs, recalls, seconds = [], [], []
    for query, text in texts(folder):
        if query not in judged:
            continue
        taken = []
        for _turn in range(REPEATED):
            started = time.perf_counter()
            read = queries.plain(text)
            read, _ = queries.keep_telling(read, keyword.document_frequency(site, queries.pieces(read)), size(site)[0])
            ranking = [ids[hit.id] for hit in keyword.search(site, read, 100)]
            taken.append(time.perf_counter() - started)
        seconds.append(min(taken))
        ndcgs.append(ndcg(ranking, judged[query]))
        recalls.append(recall(ranking, judged[query].keys()))
    milliseconds = [1000 * each for each in seconds]
    found = (mean(ndcgs), mean(recalls), index_seconds, median(milliseconds), quantiles(milliseconds, n=100)[-1])
    return dict(zip(FIGURES, found, strict=True))


def store(folder: Path) -> tuple[int, dict[int, str], list[object]]:
    """(id of a new site, document by id of chunk, its chunks with their pages)"""
    from django.apps import apps

    from ml_search.models import Chunk, IndexedPage

    site = apps.get_model("seo_meta", "Site").objects.create(base_url=f"https://{folder.name}.example/")
    documents = list(lines(folder / "corpus.jsonl"))
    pages = IndexedPage.objects.bulk_create(
        IndexedPage(site=site, key=number.to_bytes(8, "big"), url=f"{site.base_url}{number}", title=document["title"])
        for number, document in enumerate(documents)
    )
    chunks = Chunk.objects.bulk_create(
        Chunk(page=page, ordinal=0, text=document["text"], words=0, hash=bytes(16))
        for page, document in zip(pages, documents, strict=True)
    )
    return site.pk, {chunk.pk: document["_id"] for chunk, document in zip(chunks, documents, strict=True)}, list(chunks)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    yield from ((query["_id"], query["text"]) for query in lines(folder / "queries.jsonl"))


def judgements(folder: Path) -> dict[str, dict[str, float]]:
    """By query, how relevant each document is."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found[row["query-id"]][row["corpus-id"]] = float(row["score"])
    return found


def lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as opened:
        yield from map(json.loads, opened)


if __name__ == "__main__":
    main()
