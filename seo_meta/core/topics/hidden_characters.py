"""Characters that no reader sees, and what is wrong with them in a title or a description."""

import re

# White space that HTML collapses is none of these. Joiners and marks of direction are part of writing in many scripts;
# a soft hyphen shows where a word may break.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
INVISIBLE = re.compile("[\u2060-\u2064\ufeff\ufff9-\ufffb]")
ZERO_WIDTH_SPACE = "\u200b"
# Tags make the flags of England, Scotland and Wales (UTS #51). Elsewhere they are text that only programs read.
TAGS = re.compile("(?<![🏴\U000e0020-\U000e007f])[\U000e0020-\U000e007f]")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CLOSING = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
# Thai, Lao, Burmese and Khmer, where a zero-width space marks where a line may break.
MARKED_BY_ZERO_WIDTH_SPACE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def fault_of(text: str) -> str:
    """What is wrong with the unseen characters of a text, as the end of a sentence that begins with it; else empty."""
    if text.isprintable() and not PRIVATE.search(text):
        return ""
    if found := CONTROL.search(text) or INVISIBLE.search(text) or TAGS.search(text):
        return f"contains {_name(found[0])}, which nobody sees"
    if ZERO_WIDTH_SPACE in text and not MARKED_BY_ZERO_WIDTH_SPACE.search(text):
        return f"contains {_name(ZERO_WIDTH_SPACE)}, which nobody sees"
    if found := PRIVATE.search(text):
        return f"contains {_name(found[0])}, a sign of one font that others show as a box"
    return "changes the direction of the text and does not change it back" if not _is_balanced(text) else ""


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _is_balanced(text: str) -> bool:
    """Whether every embedding, override and isolate is closed in the text (UAX #9)."""
    awaited: list[str] = []
    for character in BIDI.findall(text):
        if character in CLOSING:
            awaited.append(CLOSING[character])
        elif not awaited or awaited.pop() != character:
            return False
    return not awaited
