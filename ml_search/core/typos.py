"""The word of a site that was probably meant by one that does not stand there."""

from collections import defaultdict
from collections.abc import Mapping

from .words import is_unspaced

TWO_EDITS_FROM = 8
ONE_EDIT_FROM = 4
"""Letters. Of shorter words every one is near another."""


class Vocabulary:
    """The words of a site, each with how many chunks have it, to find the nearest in. Making one passes over all."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._of_length: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for word in counts:
            self._of_length[len(word)].append((word, _letters(word)))

    def nearest(self, word: str, above: int = 0) -> str | None:
        """The word that takes the fewest edits, in more chunks than `above`; None when all are too far away.

        Of several, one with the same first letter, which people rarely mistake, then the most frequent.
        """
        most = _edits_allowed(word)
        if not most:
            return None
        letters = _letters(word)
        near = (
            (edits, other[0] != word[0], -self._counts[other], other)
            for length in range(len(word) - most, len(word) + most + 1)
            for other, its_letters in self._of_length.get(length, ())
            # An edit adds a letter, removes one, or both: this leaves few words to compare.
            if (letters ^ its_letters).bit_count() <= 2 * most
            and self._counts[other] > above
            and 0 < (edits := _edits(word, other)) <= most
        )
        best = min(near, default=None)
        return best[-1] if best else None


def _edits_allowed(word: str) -> int:
    if not word.isalpha() or is_unspaced(word):
        return 0
    return (len(word) >= ONE_EDIT_FROM) + (len(word) >= TWO_EDITS_FROM)


def _letters(word: str) -> int:
    """A bit for each letter that occurs; letters far apart in Unicode may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _edits(one: str, other: str) -> int:
    """Letters to insert, remove, replace or swap with their neighbour.

    No part is edited twice. Source: Damerau 1964, "A technique for computer detection and correction of spelling
    errors".
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            edits = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                edits = min(edits, before[j - 2] + 1)
            row.append(edits)
        before, last = last, row
    return last[-1]
