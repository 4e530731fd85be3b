"""Encoding for the index beside plain `SentenceTransformer.encode`, on passages of mixed lengths.

    python benchmarks/embedding_speed.py [--texts N]

The same weights, threads and texts in one process: as the library does it by itself (32-bit floats, batches of 32 in
the order given), as it does when it may sort all texts, and as `ml_index` does. Prints texts a second, the ratio to the
first (aim: 3), and how many of the ten nearest neighbours of a text are the same (aim: 0.98). Needs `make ml`.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable

import numpy as np
from scratch_runs import ROOT

CORPUS = ROOT.parent / "shared" / "data" / "ir" / "cisi" / "corpus.jsonl"
LENGTHS = (8, 15, 30, 60, 120, 190)
"""Words: titles, short sections, whole chunks."""
ROUNDS = 3
BATCH = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=600)
    texts = passages(parser.parse_args().texts)
    os.environ.update(DJANGO_SETTINGS_MODULE="siteagent_project.settings.dev", SITEAGENT_APPS="seo_meta,ml_search")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from ml_search.encoders import index_encoder
    from ml_search.encoders.model_files import find_model
    from ml_search.encoders.torch import TorchEncoder

    ours, plain = index_encoder(), TorchEncoder(find_model())
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    base, reference = fastest(lambda: np.concatenate([plain.encode(batch) for batch in batches]))
    print(f"{len(texts)} texts, {os.cpu_count()} processors")
    print(f"sentence-transformers, in the order given  {len(texts) / base:6.1f} texts/s")
    for name, encode in (("sentence-transformers, sorted", plain.encode), (type(ours).__name__, ours.encode)):
        seconds, vectors = fastest(lambda encode=encode: encode(texts))
        print(
            f"{name:41}  {len(texts) / seconds:6.1f} texts/s, {base / seconds:.2f} times (aim 3),"
            f" same neighbours {overlap(vectors, reference):.3f} (aim 0.98)"
        )


def passages(count: int) -> list[str]:
    words = " ".join(json.loads(line)["text"] for line in CORPUS.open()).split()
    chosen = random.Random(1)  # noqa: S311 - the same texts in every run
    lengths = [chosen.choice(LENGTHS) for _ in range(count)]
    starts = [chosen.randrange(len(words) - length) for length in lengths]
    return [" ".join(words[start : start + length]) for start, length in zip(starts, lengths, strict=True)]


def fastest(encode: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    """(seconds of the fastest round, vectors)"""
    best, vectors = float("inf"), np.empty(0)
    for _ in range(ROUNDS):
        started = time.perf_counter()
        vectors = encode()
        best = min(best, time.perf_counter() - started)
    return best, vectors


def overlap(vectors: np.ndarray, reference: np.ndarray, k: int = 10) -> float:
    found = [np.argsort(-(one @ one.T), axis=1)[:, 1 : k + 1] for one in (vectors, reference)]
    return float(np.mean([len(set(ours) & set(theirs)) / k for ours, theirs in zip(*found, strict=True)]))


if __name__ == "__main__":
    main()
