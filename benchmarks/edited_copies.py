"""Which copies of a text the rule dup.near finds once words of it were edited, by the site's limit for it.

    python benchmarks/edited_copies.py

Six hundred made-up texts of 80 to 180 words, each with one copy. Of half the copies up to a tenth of the words were
replaced, left out or put in, of the others a fifth to two fifths: the first are duplicates, the others were rewritten.
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from seo_meta.core import text
from seo_meta.core.topics.near_duplicates import clusters

AIM = 0.95
SEED = 7
TEXTS = 600
VOCABULARY = [f"word{number}" for number in range(5_000)]
EDITED = (0.01, 0.02, 0.05, 0.08, 0.10)
REWRITTEN = (0.20, 0.25, 0.30, 0.40)
LIMITS = (90, 80, 70, 60, 55, 50, 45)


def edited(words: list[str], share: float, rng: random.Random) -> list[str]:
    """With this share of the words replaced (three of five), left out or preceded by a new one."""
    words = list(words)
    for place in sorted(rng.sample(range(len(words)), round(len(words) * share)), reverse=True):
        kind = rng.random()
        if kind < 0.6:
            words[place] = rng.choice(VOCABULARY)
        elif kind < 0.8:
            del words[place]
        else:
            words.insert(place, rng.choice(VOCABULARY))
    return words


def main() -> None:
    rng = random.Random(SEED)  # noqa: S311 - the same texts every time
    items: list[tuple[int, str]] = []
    copies: set[tuple[int, int]] = set()
    for number in range(TEXTS):
        words = rng.choices(VOCABULARY, k=rng.choice((80, 120, 180)))
        share = rng.choice(EDITED if number % 2 else REWRITTEN)
        for place, version in enumerate((words, edited(words, share, rng))):
            items.append((2 * number + place, text.signature(" ".join(version))))
        if share in EDITED:
            copies.add((2 * number, 2 * number + 1))
    print("near_duplicate_min_percent, precision, recall, F1")
    for limit in LIMITS:
        groups = clusters(items, limit / 100)
        found = {(one, other) for group in groups for one in group for other in group if one < other}
        right = len(found & copies)
        precision, recall = right / max(1, len(found)), right / len(copies)
        f1 = 2 * right / (len(found) + len(copies))
        print(f"{limit:>6} {precision:.3f} {recall:.3f} {f1:.3f}{'  (aim reached)' if f1 >= AIM else ''}")


if __name__ == "__main__":
    main()
