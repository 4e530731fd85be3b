"""Finds what other page has nearly the same title or description, without comparing with every one.

Two sets of words with a Jaccard index of t or more share a word among the few rarest of each: of n words,
n - ceil(t * n) + 1 are enough (Bayardo, Ma, Srikant: Scaling Up All Pairs Similarity Search, WWW 2007).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil

from .words.terms import terms

THRESHOLD = 0.8


class NearValues:
    """Values of one field by the URL of their page."""

    def __init__(self, values: Iterable[tuple[str, str]] = ()) -> None:
        """`values` are (URL, value); what says nothing is left out."""
        known = [(url, value) for url, value in values if value]
        self._uses = Counter(term for _, value in known for term in {*terms(value)})
        self._values: list[tuple[str, str]] = []
        self._by_rare_term: defaultdict[str, list[int]] = defaultdict(list)
        for url, value in known:
            self.add(url, value)

    def add(self, url: str, value: str) -> None:
        for term in self._rarest({*terms(value)}):
            self._by_rare_term[term].append(len(self._values))
        self._values.append((url, value))

    def near(self, url: str, value: str) -> str:
        """The value of another page that shares more than four fifths of its words with `value`; empty for none."""
        words = {*terms(value)}
        for place in sorted({place for term in self._rarest(words) for place in self._by_rare_term.get(term, ())}):
            other_url, other = self._values[place]
            if other_url != url and _alike(words, {*terms(other)}):
                return other
        return ""

    def _rarest(self, words: set[str]) -> list[str]:
        ordered = sorted(words, key=lambda word: (self._uses[word], word))
        return ordered[: len(words) - ceil(THRESHOLD * len(words)) + 1]


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > THRESHOLD * len(one | other)
