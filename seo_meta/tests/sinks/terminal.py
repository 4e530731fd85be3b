"""What of a text drives a terminal or a reader of logs, rather than being read."""

import unicodedata

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = "\u061c\u200e\u200f"
"""Have a direction, and no width (Unicode Standard Annex 9, 2.6)."""


def drives(text: str) -> list[str]:
    """The controls, ends of lines, bidirectional controls and surrogates in what should be one line."""
    return [
        sign
        for sign in text
        if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(sign) in BIDI
        or sign in MARKS
    ]
