"""The words of a page as a proposed value may hold them."""

import re
import unicodedata

from seo_meta.core.text import UNSPACED, collapse

UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
"""Unicode categories of what has no glyph of its own: control, bidi and zero-width characters, halves of surrogate
pairs, icons of private fonts, code points that nobody assigned."""
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that look like nothing."""
JOINED = re.compile(
    r"(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff])"
    r"|(?<=[\ufe0f\u2600-\u27bf\U0001f000-\U0001faff])\u200d(?=[\u2600-\u27bf\U0001f000-\U0001faff])"
)
"""A joiner within a word of Persian or an Indian language, which would be misspelt without it, or within an emoji."""
MARKS = frozenset("|｜–—-·•»›:/#¶")
"""What a template leaves at the end when the value beside it is missing."""
WORD = re.compile(r"\w+")
MAX_WRITTEN = 2_000
MIN_SHOUTED = 8
"""Cased letters; shorter texts in capitals are names and abbreviations."""


def clean(text: str) -> str:
    """`text` in NFC on one line, without characters that cannot be seen; empty for what is too long to be a name."""
    if len(text) > MAX_WRITTEN:
        return ""
    if not (text.isascii() and text.isprintable()):
        kept = {match.start() for match in JOINED.finditer(text)}
        text = "".join(sign for place, sign in enumerate(text) if place in kept or _is_seen(sign))
        text = unicodedata.normalize("NFC", text)
    return collapse(text)


def _is_seen(sign: str) -> bool:
    return sign.isspace() or (unicodedata.category(sign) not in UNSEEN and sign not in BLANKS)


def words(text: str) -> frozenset[str]:
    """The words of a text whatever their case; of scripts without spaces, the characters."""
    folded = text.casefold()
    return frozenset(WORD.findall(UNSPACED.sub(" ", folded))) | frozenset(UNSPACED.findall(folded))


def agree(one: str, other: str) -> bool:
    """Whether two texts share half of the words of the shorter, and more than one word unless it has no more."""
    first, second = words(one), words(other)
    common, least = len(first & second), min(len(first), len(second))
    return common * 2 >= least > 0 and common >= min(2, least)


def same(one: str, other: str) -> bool:
    """Whether two texts of several words differ in one at most, or not at all."""
    first, second = words(one), words(other)
    return first == second or (len(first & second) > 1 and len(first ^ second) < 2)


def shouts(text: str) -> bool:
    """Whether more than three in five of its cased letters are capitals (T16)."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals + small >= MIN_SHOUTED and capitals * 5 > (capitals + small) * 3


def without_marks(text: str) -> str:
    """Without separators at the ends: `Overview |` of a title whose other half is missing."""
    parts = text.split()
    while parts and parts[-1] in MARKS:
        parts.pop()
    while len(parts) > 1 and parts[0] in MARKS:
        parts.pop(0)
    return " ".join(parts)
