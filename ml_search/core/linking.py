"""Which pages a page should link to: what its text says of them in words, and what it shares with them in meaning.

Three signals are fused by rank (Cormack, Clarke, Büttcher 2009): the words of a target's title in the text (BM25), the
passage nearest to the target, and how alike the pages are. Before them counts how often the site links a phrase that
stands in the text, and where to: Mihalcea, Csomai: Wikify! (CIKM 2007) call the first part keyphraseness, the second
commonness.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from math import log

from .stems import phrases

Phrase = tuple[str, ...]
Uses = Set[tuple[Phrase, int]]
"""The links of one page: (phrase that is linked, target)."""

LONGEST = 6
"""Words of a phrase."""
K1, B = 1.2, 0.75
"""Of BM25."""
SMOOTHING = 2.0
"""Keeps a title of one common word from counting as found whole."""
NAMING = 0.6
"""The part of a title's weight that words must have which stand for it."""
USUAL = 0.03
"""How probably a phrase is linked that may stand for its target."""
RANK = 20
"""The constant of rank fusion; half of the pages that measured say so."""
SHARE = 0.2
"""Of the fused signals beside the habits of the site: both numbers are measured (benchmarks/link_suggestions.py)."""


class Habits:
    """What the pages of a site link, and where to."""

    def __init__(self) -> None:
        self._targets: defaultdict[Phrase, Counter[int]] = defaultdict(Counter)
        self._phrases: defaultdict[int, set[Phrase]] = defaultdict(set)
        self._linked: Counter[Phrase] = Counter()
        self._seen: Counter[Phrase] = Counter()

    def add_links(self, uses: Uses) -> None:
        """Those of one page."""
        for phrase, target in uses:
            self._targets[phrase][target] += 1
            self._phrases[target].add(phrase)
        self._linked.update({phrase for phrase, _ in uses})

    def add_text(self, stems: Sequence[str]) -> None:
        """That of one page, after the links of all pages."""
        self._seen.update({phrase for phrase in phrases(stems, LONGEST) if phrase in self._targets})

    def scores(self, stems: Sequence[str], own: Uses = frozenset()) -> dict[int, float]:
        """How probably each target is linked from a text, from 0 to 1. What the page itself links is no evidence: `own`
        are the links by which it is counted in."""
        found = Counter(phrase for phrase in phrases(stems, LONGEST) if phrase in self._targets)
        missed: defaultdict[int, float] = defaultdict(lambda: 1.0)
        own_phrases = {phrase for phrase, _ in own}
        for phrase, times in found.items():
            for target, probability in self.targets_of(phrase, own, is_own=phrase in own_phrases):
                missed[target] *= 1 - probability * times / (times + 1)
        return {target: 1 - miss for target, miss in missed.items() if miss < 1}

    def targets_of(self, phrase: Phrase, own: Uses = frozenset(), *, is_own: bool = False) -> list[tuple[int, float]]:
        """(target, how probably the phrase leads there) wherever the site links the phrase."""
        uses = {target: count - ((phrase, target) in own) for target, count in self._targets[phrase].items()}
        total = sum(uses.values())
        linked = self._linked[phrase] - is_own
        if total < 1 or linked < 1:
            return []
        key = min(1.0, linked / max(1, self._seen[phrase] - 1))
        return [(target, key * count / total) for target, count in uses.items() if count]

    def phrases_to(self, target: int) -> list[Phrase]:
        """What the site links to the target, the commonest first, without words that it links now and then: those name
        nothing."""
        usual = [
            phrase
            for phrase in self._phrases.get(target, set())
            if dict(self.targets_of(phrase)).get(target, 0.0) >= USUAL
        ]
        return sorted(usual, key=lambda phrase: (-self._targets[phrase][target], -len(phrase), phrase))


class Titles:
    """The titles of a site's pages, as queries for a text."""

    def __init__(self, titles: Mapping[int, Iterable[Sequence[str]]]) -> None:
        """`titles` are the stems of what each page is called: its title, its H1."""
        self._titles = {id: [set(stems) for stems in names if stems] for id, names in titles.items()}
        pages = Counter(stem for names in self._titles.values() for stem in set().union(*names))
        count = len(self._titles)
        self._idf = {stem: log(1 + (count - df + 0.5) / (df + 0.5)) for stem, df in pages.items()}

    def scores(self, stems: Sequence[str], average: float) -> dict[int, float]:
        """How well a text covers each title, 0 left out. `average` is the usual length of a text in words."""
        length = K1 * (1 - B + B * len(stems) / max(average, 1))
        weights = {
            stem: self._idf[stem] * times * (K1 + 1) / (times + length)
            for stem, times in Counter(stems).items()
            if stem in self._idf
        }
        found = {}
        for id, names in self._titles.items():
            best = max((self._covered(name, weights) for name in names), default=0.0)
            if best:
                found[id] = best
        return found

    def parts(self, name: Sequence[str]) -> list[Phrase]:
        """The name, and the runs of its words that say enough of it, the longest first."""
        least = NAMING * sum(self._idf.get(stem, 0.0) for stem in name)
        runs = [
            tuple(name[start : start + length])
            for length in range(len(name), 0, -1)
            for start in range(len(name) - length + 1)
        ]
        return [run for run in runs if sum(self._idf.get(stem, 0.0) for stem in run) >= least > 0]

    def _covered(self, name: set[str], weights: Mapping[str, float]) -> float:
        said = sum(weights.get(stem, 0.0) for stem in name)
        return said / (sum(self._idf[stem] for stem in name) + SMOOTHING) if said else 0.0


def fused(signals: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """The targets of all signals by reciprocal rank, the best at 1."""
    total: defaultdict[int, float] = defaultdict(float)
    for signal in signals:
        ordered = sorted(
            (target for target in signal if signal[target] > 0), key=lambda target: (-signal[target], target)
        )
        for place, target in enumerate(ordered, start=1):
            total[target] += 1 / (RANK + place)
    best = max(total.values(), default=1.0)
    return {target: score / best for target, score in total.items()}


def ranked(habits: Mapping[int, float], signals: Sequence[Mapping[int, float]]) -> list[tuple[int, float]]:
    """(target, score), the best first."""
    meaning = fused(signals)
    scores = {target: habits.get(target, 0.0) + SHARE * meaning.get(target, 0.0) for target in {*habits, *meaning}}
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))
