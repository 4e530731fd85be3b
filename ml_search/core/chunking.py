"""From the sections of a page to the passages that are searched: windows of words that know what stands above them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from hashlib import blake2b

import msgspec

from seo_meta.plugins import Section

VERSION = 1
"""Raised when the same page would get other chunks; all pages are then read again."""
WORDS = 180
"""Of a chunk: with its prefix about the 256 tokens that small encoders read."""
OVERLAP = 30
"""Words that a chunk shares with the next, so that no sentence is cut in both."""
MAX_CHUNKS = 2_000
"""Of one page."""
SHARED_BY = 0.05
"""A block that stands on more than this part of the pages is boilerplate,"""
SHARED_BY_PAGES = 4
"""and on more than so many."""
KEY_BYTES = 8
# In scripts without spaces every character counts as a word.
WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
MAX_WORD = 100
"""Characters of one word that count as one."""


class Passage(msgspec.Struct, frozen=True):
    """A chunk before it is stored. `headings` are those above it and its own, the outermost first."""

    headings: tuple[str, ...]
    anchor: str
    text: str
    words: int


def chunk(description: str, sections: Sequence[Section], boilerplate: Set[bytes]) -> list[Passage]:
    """The passages of a page in its order. A page without text is found by its headings and description."""
    passages: list[Passage] = []
    for section in sections:
        headings = (*section.path, section.heading) if section.heading else section.path
        text = "\n".join(block for block in section.blocks if block_key(block) not in boilerplate)
        for window, words in _windows(text):
            passages.append(Passage(headings, section.anchor, window, words))
            if len(passages) == MAX_CHUNKS:
                return passages
    if passages:
        return passages
    headings = tuple(section.heading for section in sections if section.heading)[:20]
    return [Passage(headings, "", description, len(description.split()))]


def _windows(text: str) -> Iterator[tuple[str, int]]:
    """(window, how many words it has)"""
    spans = [
        (start, min(start + MAX_WORD, match.end()))
        for match in WORD.finditer(text)
        for start in range(match.start(), match.end(), MAX_WORD)
    ]
    start = 0
    while start < len(spans):
        # A rest that the overlap would hold whole is no window of its own.
        end = start + WORDS if len(spans) - start > WORDS + OVERLAP else len(spans)
        end = min(end, len(spans))
        yield text[spans[start][0] : spans[end - 1][1]], end - start
        if end == len(spans):
            return
        start = end - OVERLAP


def encoded_text(title: str, passage: Passage) -> str:
    """What the encoder reads of a passage: its text below the title and the headings."""
    above = dict.fromkeys(heading for heading in (title, *passage.headings) if heading)
    return "\n".join((" > ".join(above), passage.text)).strip()


def text_hash(text: str) -> bytes:
    """16 bytes by which a text that was encoded is known again."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def block_key(block: str) -> bytes:
    """Eight bytes that stand for a block of text."""
    return blake2b(" ".join(block.lower().split()).encode("utf-8", "replace"), digest_size=KEY_BYTES).digest()


def block_keys(sections: Iterable[Section]) -> bytes:
    """The distinct keys of all blocks of a page, packed."""
    return b"".join(sorted({block_key(block) for section in sections for block in section.blocks}))


class Boilerplate:
    """Learns which blocks of text many pages of a site share."""

    def __init__(self) -> None:
        self._counts: Counter[bytes] = Counter()
        self._pages = 0

    def add(self, packed: bytes) -> None:
        """The `block_keys` of one page."""
        self._pages += 1
        self._counts.update(packed[start : start + KEY_BYTES] for start in range(0, len(packed), KEY_BYTES))

    def keys(self) -> frozenset[bytes]:
        """Those of the blocks that are boilerplate, as far as pages are known."""
        limit = max(SHARED_BY_PAGES, SHARED_BY * self._pages)
        return frozenset(key for key, count in self._counts.items() if count > limit)
