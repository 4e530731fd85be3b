"""Texts compared although a build has changed their typography, and paths although it has changed their spelling."""

import re
from collections.abc import Sequence
from urllib.parse import unquote
from zlib import crc32

from seo_meta.core.text import collapse
from seo_meta.core.urls import CLEAN_URL_TAIL

WORD = re.compile(r"\w+")
# Generators write typographic characters for typed ones. One for one, so that places in both texts are the same.
TYPED = str.maketrans("‘’‚“”„–—‑\u00a0", "'''\"\"\"---\u0020")
NOT_IN_PATHS = re.compile(r"[^\w]+")
SHINGLE = 5
SAMPLE = 4
"""One in so many is kept, the same in all texts."""
MAX_WORDS = 400
"""The beginning of a text is enough to know it again."""


def words_of(text: str) -> list[str]:
    return WORD.findall(text[: MAX_WORDS * 20].casefold())[:MAX_WORDS]


def shingles(words: Sequence[str]) -> frozenset[int]:
    """Five words each as 32 bits. Empty for a text that is too short to be known by it."""
    rows = (words[place : place + SHINGLE] for place in range(len(words) - SHINGLE + 1))
    numbers = (crc32(" ".join(row).encode("utf-8", "replace")) for row in rows)
    return frozenset(number for number in numbers if number % SAMPLE == 0)


def same_words(text: str) -> str:
    """Equal for texts that differ in punctuation, case and mark-up alone."""
    return " ".join(WORD.findall(text.casefold()))


def typed(text: str) -> str:
    """On one line, with typewriter quotes and dashes."""
    return collapse(text.translate(TYPED))


def segment(name: str) -> str:
    """A folder or file as a path of a site may spell it."""
    return NOT_IN_PATHS.sub("-", unquote(name).casefold()).strip("-")


def segments_of_url(url: str, base_url: str) -> tuple[str, ...]:
    path = url.removeprefix(base_url).partition("?")[0].partition("#")[0]
    return segments(CLEAN_URL_TAIL.sub("", "/" + path))


def segments(path: str) -> tuple[str, ...]:
    return tuple(segment(name) for name in path.split("/") if name)
