"""The words of a title that say what it is about, and the heading to compare them with."""

import re

from seo_meta.core.types import PageFacts

WORD = re.compile(r"[^\W_]+")
# Written without spaces: words cannot be told apart there, so each character stands for one.
IDEOGRAPH = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
STEM = 4
"""Letters that the forms of a word share in most languages: roasting and roasted, rösten and Röstung."""
MIN_LETTERS = 3
COMMON = frozenset(
    (
        *("about", "and", "are", "can", "for", "from", "has", "how", "into", "its", "not", "our", "that", "the"),
        *("this", "what", "when", "which", "why", "will", "with", "you", "your"),
        *("auf", "aus", "das", "dem", "den", "der", "die", "ein", "eine", "für", "ist", "mit", "und", "von", "wie"),
        *("aux", "avec", "dans", "des", "est", "les", "par", "pour", "sur", "une"),
        *("con", "del", "las", "los", "para", "por", "que", "una", "che", "con", "dei", "della", "per"),
    )
)


def words(text: str) -> list[str]:
    """What carries the meaning, in lower case: words that are neither short nor common, numbers, ideographs."""
    found = []
    for word in WORD.findall(text.casefold()):
        if ideographs := () if word.isascii() else IDEOGRAPH.findall(word):
            found += ideographs
        elif word.isdecimal() or (len(word) >= MIN_LETTERS and word not in COMMON):
            found.append(word)
    return found


def stems(text: str) -> set[str]:
    return {word[:STEM] for word in words(text)}


def main_headings(page: PageFacts) -> list[str]:
    """The H1 that have text of their own; the alternative text of a logo names the site."""
    return [heading.text for heading in page.headings if heading.level == 1 and heading.text and not heading.from_alt]
