"""How wide a text is in a search result, how many characters a reader would count, and where a line is cut.

Results are set in Arial. Widths in em are the same whatever the size of the type, which search engines change; what
fits a result today is in the profiles (`width_profiles`). Characters outside the font count by their script.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from .advances import CHARACTERS_BY_ADVANCE, UNITS_PER_EM
from .text import UNSPACED

TITLE_PX = 20
DESCRIPTION_PX = 14
"""The sizes that the limits in pixels are measured at (`Limits`), as tools have it since 2016."""
UNKNOWN_ADVANCE = 1139
"""A digit or a lower-case letter: the commonest advance, for scripts that the font does not cover."""
ELLIPSIS = "…"
DANGLING = " ,;:|–—-、，；：｜"
"""What would look odd before an ellipsis."""
FLAG_LETTERS = "🇦🇿"
WORD = re.compile(r"[^ ]+ *| +")

ADVANCES = {character: advance for advance, characters in CHARACTERS_BY_ADVANCE.items() for character in characters}

# Flags stand apart: the library looks back over all of them at each, so that many in a row would take hours.
GRAPHEME = r"\p{GCB=RI}{2}[\p{GCB=EX}\p{GCB=SM}\p{GCB=ZWJ}]*+|\X"


@cache
def _clusters() -> Callable[[str], list[str]]:
    import regex  # 25 ms, for which a site in ASCII has no need

    clusters: Callable[[str], list[str]] = regex.compile(GRAPHEME).findall
    return clusters


def graphemes(text: str) -> list[str]:
    """The characters as a reader counts them: extended grapheme clusters (UAX #29)."""
    return list(text) if text.isascii() and "\r" not in text else _clusters()(text)


def columns(text: str) -> int:
    """How long a text is in characters, wide ones (Chinese, Japanese, Korean) counted twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(grapheme[0]) in "WF" else 1 for grapheme in graphemes(text))


def width_px(text: str, size_px: int) -> int:
    """Rendered width in whole pixels of `text` set at `size_px`."""
    return round(_units(text) * size_px / UNITS_PER_EM)


def width_em(text: str) -> float:
    """Rendered width of `text` in em: multiplied by a size in pixels, pixels at that size."""
    return _units(text) / UNITS_PER_EM


def cut_to_width(text: str, em: float, lines: int = 1) -> str:
    """`text` as a result shows it on so many lines of `em`: whole, or cut between words with an ellipsis.

    Scripts without spaces are cut between characters, and so is a word that no line holds; a grapheme is never cut.
    The ellipsis ends the text in reading order: where the text runs from right to left, a browser puts it to the left.
    """
    limit = em * UNITS_PER_EM
    ellipsis = _advance(ELLIPSIS)
    line, used, kept, end = 1, 0, 0, 0
    for piece in _pieces(text, limit - ellipsis):
        width, blank = _units(piece.rstrip(" ")), _units(piece) - _units(piece.rstrip(" "))
        if used + width > limit:
            if line == lines:
                return text[:kept].rstrip(DANGLING) + ELLIPSIS
            line, used = line + 1, 0
        end += len(piece)
        # Room for the ellipsis is needed on the last line only: above it the next line has it.
        if line < lines or used + width + ellipsis <= limit:
            kept = end
        used += width + blank
    return text


def _pieces(text: str, longest: float) -> Iterator[str]:
    """The parts of a text between which a line may break: words with the spaces after them, or single graphemes."""
    for word in WORD.findall(text):
        if UNSPACED.search(word) or _units(word) > longest:
            yield from graphemes(word)
        else:
            yield word


def _units(text: str) -> int:
    if text.isascii():
        return sum(ADVANCES.get(character, 0) for character in text)
    return sum(map(_advance, graphemes(text)))


@lru_cache(maxsize=4_096)
def _advance(grapheme: str) -> int:
    """Of what is joined to the first character only vowel signs and the letters of a conjunct take room."""
    base = grapheme[0]
    if unicodedata.east_asian_width(base) in "WF" or (FLAG_LETTERS[0] <= base <= FLAG_LETTERS[1] and len(grapheme) > 1):
        return UNITS_PER_EM
    if base not in ADVANCES and unicodedata.category(base) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    joined = sum(unicodedata.category(mark) in ("Mc", "Lo") for mark in grapheme[1:])
    return ADVANCES.get(base, UNKNOWN_ADVANCE) + joined * UNKNOWN_ADVANCE
