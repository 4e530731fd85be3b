"""ROUGE-L on words of any script (Lin 2004, https://aclanthology.org/W04-1013/)."""

from itertools import pairwise

from seo_meta.core.words.tokens import tokens

MAX_TOKENS = 400
"""The subsequence takes time by the product of both lengths."""


def rouge_l(value: str, reference: str) -> float:
    """F1 of the longest common subsequence of words, from 0 to 1."""
    own, wanted = tokens(value)[:MAX_TOKENS], tokens(reference)[:MAX_TOKENS]
    if not own or not wanted:
        return 0.0
    return 2 * _common(own, wanted) / (len(own) + len(wanted))


def _common(one: list[str], other: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for token in one:
        diagonal = 0
        for place, against in enumerate(other, start=1):
            above = row[place]
            row[place] = diagonal + 1 if token == against else max(above, row[place - 1])
            diagonal = above
    return row[-1]


def visible_share(reference: str, text: str) -> float:
    """The part of the reference's pairs of words that stand in the text: 1 for a copy."""
    wanted = _bigrams(tokens(reference))
    return len(wanted & _bigrams(tokens(text))) / len(wanted) if wanted else 0.0


def _bigrams(words: list[str]) -> set[tuple[str, str]]:
    return set(pairwise(words))
