"""Time of the near-duplicate pass for 10,000 pages as sites grow, and what it finds against the true similarity.

    python benchmarks/near_duplicates.py [PAGES ...]

Three made-up sites of each size. On one every page has a text of its own; on the others 70 and 85 % of each text are a
passage that all pages share, which fills the buckets: these pages are then 54 and 74 % alike, and the last ones come
within two standard errors of the threshold. Of a hundred pages two are copies of the page before, with up to 15 words
altered. The true similarity is Jaccard's, of the sets of three-word shingles.
"""

import argparse
import random
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from seo_meta.core import text
from seo_meta.core.topics.near_duplicates import clusters

LIMIT_SECONDS = 2.0
"""For 10,000 pages."""
THRESHOLD = 0.9
WORDS = 200
VOCABULARY = [f"word{number}" for number in range(5_000)]
PASSAGE = random.Random("passage").choices(VOCABULARY, k=WORDS)  # noqa: S311 - the same site every time
COPIES = (49, 99)
"""Of a hundred pages, those that are copies of the page before."""


def page(number: int, shared: float) -> list[str]:
    """The words of a page; `shared` is the part of the passage that all pages have."""
    copied = number % 100 in COPIES
    rng = random.Random(number - copied)  # noqa: S311
    cut = int(WORDS * shared)
    words = PASSAGE[:cut] + rng.choices(VOCABULARY, k=WORDS - cut)
    if copied:
        rng = random.Random(-number)  # noqa: S311
        for place in rng.sample(range(cut, WORDS), number // 50 % 16):
            words[place] = rng.choice(VOCABULARY)
    return words


Shingles = set[tuple[str, ...]]


def shingles(number: int, shared: float) -> Shingles:
    words = page(number, shared)
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: Shingles, other: Shingles) -> float:
    return len(one & other) / len(one | other)


def measure(pages: int, shared: float) -> None:
    items = [(number, text.signature(" ".join(page(number, shared)))) for number in range(pages)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = clusters(items, THRESHOLD)
    seconds = (time.process_time() - start) / pages * 10_000
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"  {pages:>6} pages, {shared:.0%} shared: {seconds:.2f} s for 10,000 ({seconds / LIMIT_SECONDS:.2f} of the "
        f"limit), {grown:.0f} MB more at the peak; {quality(found, pages, shared)}",
        flush=True,
    )


def quality(found: list[list[int]], pages: int, shared: float) -> str:
    """A page was rightly reported when another of its cluster is as like as the threshold says."""
    best = [likeness for cluster in found for likeness in nearest([shingles(number, shared) for number in cluster])]
    cluster_of = {number: place for place, cluster in enumerate(found) for number in cluster}
    copies = [(number - 1, number) for number in range(pages) if number % 100 in COPIES]
    likeness = {pair: jaccard(*(shingles(number, shared) for number in pair)) for pair in copies}
    hit = {pair for pair in copies if cluster_of.get(pair[0], -1) == cluster_of.get(pair[1], -2)}
    alike = {pair for pair in copies if likeness[pair] >= THRESHOLD}
    clear = {pair for pair in copies if likeness[pair] >= THRESHOLD + 0.05}
    return (
        f"of {len(best)} pages reported {share(best, THRESHOLD):.1%} are {THRESHOLD:.0%} like another and "
        f"{share(best, THRESHOLD - 0.1):.1%} are {THRESHOLD - 0.1:.0%}; {len(hit & alike) / len(alike):.1%} "
        f"of copies found from {THRESHOLD:.0%} on, {len(hit & clear) / len(clear):.1%} from {THRESHOLD + 0.05:.0%} on"
    )


def nearest(cluster: list[Shingles]) -> list[float]:
    """How like each text is to the one of its cluster that is most like it."""
    return [max(jaccard(one, other) for other in cluster if other is not one) for one in cluster]


def share(values: list[float], least: float) -> float:
    return sum(value >= least for value in values) / max(1, len(values))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=int, default=[12_500, 25_000, 50_000])
    for pages in parser.parse_args().pages:
        for shared in (0.0, 0.7, 0.85):
            measure(pages, shared)


if __name__ == "__main__":
    main()
