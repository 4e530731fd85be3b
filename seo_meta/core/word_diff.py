"""What differs between two short texts, word by word."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from enum import StrEnum

from .text import UNSPACED
from .types import Value
from .widths import graphemes

MAX_WORDS = 300
"""Of the part in which the texts differ. Finding out what is common takes the square of it, or worse."""
WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(Value, frozen=True):
    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in order; what is removed comes before what is added in its place.

    Words are told apart whole, scripts without spaces by grapheme. Where very long texts differ, all of it does.
    """
    old, new = _words(before), _words(after)
    start = _common(old, new)
    end = _common(reversed(old[start:]), reversed(new[start:]))
    same_before, same_after = old[:start], old[len(old) - end :]
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [(Change.SAME, same_before), *_differences(old, new), (Change.SAME, same_after)]
    return _joined((change, "".join(words)) for change, words in pieces)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in WORD.findall(text):
        words += graphemes(word) if UNSPACED.search(word) else [word]
    return words


def _common(old: Iterable[str], new: Iterable[str]) -> int:
    """How many words from the start are the same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _differences(old: list[str], new: list[str]) -> list[tuple[Change, list[str]]]:
    if max(len(old), len(new)) > MAX_WORDS:
        return [(Change.REMOVED, old), (Change.ADDED, new)]
    pieces: list[tuple[Change, list[str]]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        # A space between two changed words is no common ground.
        if kind == "equal" and "".join(old[a:b]).strip():
            pieces.append((Change.SAME, old[a:b]))
        else:
            pieces += [(Change.REMOVED, old[a:b]), (Change.ADDED, new[c:d])]
    return pieces


def _joined(pieces: Iterable[tuple[Change, str]]) -> tuple[Piece, ...]:
    """With neighbours of one kind in one piece, and nothing empty."""
    joined: list[Piece] = []
    removed = added = ""
    for change, text in (*pieces, (Change.SAME, "")):
        if change is Change.REMOVED:
            removed += text
        elif change is Change.ADDED:
            added += text
        elif text or (removed or added):
            joined += [Piece(Change.REMOVED, removed), Piece(Change.ADDED, added), Piece(Change.SAME, text)]
            removed = added = ""
    return tuple(piece for piece in joined if piece.text)
