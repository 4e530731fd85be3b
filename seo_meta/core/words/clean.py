"""Text of a page as a proposed value may hold it."""

import re
import unicodedata

from seo_meta.core.text import collapse

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
MAX_CHARACTERS = 2_000


def clean(text: str, limit: int = MAX_CHARACTERS) -> str:
    """`text` in NFC on one line, without characters that cannot be seen; empty for one of more than `limit`
    characters."""
    if len(text) > limit:
        return ""
    if not (text.isascii() and text.isprintable()):
        kept = {match.start() for match in JOINED.finditer(text)}
        text = "".join(sign for place, sign in enumerate(text) if place in kept or _is_seen(sign))
        text = unicodedata.normalize("NFC", text)
    return collapse(text)


def _is_seen(sign: str) -> bool:
    return sign.isspace() or (unicodedata.category(sign) not in UNSEEN and sign not in BLANKS)


def without_marks(text: str) -> str:
    """Without separators at the ends: `Overview |` of a title whose other half is missing."""
    parts = text.split()
    while parts and parts[-1] in MARKS:
        parts.pop()
    while len(parts) > 1 and parts[0] in MARKS:
        parts.pop(0)
    return " ".join(parts)
