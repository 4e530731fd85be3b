"""Rankings and times of txtai, printed as JSON: run by `search_relevance.py` with the Python that has txtai.

    PYTHON benchmarks/txtai_search.py COLLECTION … --model FOLDER [--limit K]

Its hybrid of BM25 and vectors as it is by default, over whole documents: title and text, with the given model.
"""

import argparse
import json
import os
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", type=Path, nargs="+")
    parser.add_argument("--model", required=True)
    parser.add_argument("--limit", type=int, default=100)
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    from txtai import Embeddings

    documents = [row for folder in options.collections for row in rows(folder / "corpus.jsonl")]
    queries = [row for folder in options.collections for row in rows(folder / "queries.jsonl")]
    texts = [f"{row.get('title', '')} {row['text'].removeprefix(row.get('title', ''))}".strip() for row in documents]
    embeddings = Embeddings(path=options.model, hybrid=True, gpu=False)
    embeddings.index(list(enumerate(texts)))
    rankings, times = {}, []
    for query in queries:
        began = time.perf_counter()
        found = embeddings.search(query["text"], options.limit)
        times.append(1000 * (time.perf_counter() - began))
        rankings[query["_id"]] = [documents[place]["_id"] for place, _ in found]
    print(json.dumps({"documents": len(documents), "rankings": rankings, "ms": times}))


def rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.open() if line.strip()]


if __name__ == "__main__":
    main()
