"""Words, and two ways to know a text again: exactly (`content_hash`) and nearly (`signature`)."""

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import filterfalse
from struct import pack
from zlib import crc32

# Scripts written without spaces: there every character counts as a word.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)

SHINGLE_WORDS = 3
SIGNATURE_BINS = 64
SIGNATURE_WORDS = 2_000
BIN_SHIFT = 26
"""The six bits above it are the bin of a hash."""
EMPTY_BIN = 2**32 - 1


def collapse(text: str) -> str:
    """White space as HTML renders it: runs become one space, ends are cut."""
    return " ".join(text.split())


def unspaced(text: str) -> str:
    """What two readings of one text share: white space around inline elements differs."""
    return "".join(text.split())


def count_words(words: Sequence[str]) -> int:
    """How many words a text has that is split at white space."""
    return len(words) + len(UNSPACED.findall("".join(filterfalse(str.isascii, words))))


def content_hash(text: str) -> str:
    """128 bits in hex of a collapsed text; empty for no text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest() if text else ""


def digest64(data: bytes) -> bytes:
    """Eight bytes that stand for `data` in packed sets. Two of a million collide with a chance of 1 in 37 million."""
    return blake2b(data, digest_size=8).digest()


def key64(key: str) -> bytes:
    return digest64(key.encode("utf-8", "replace"))


def signature(text: str) -> str:
    """One-permutation MinHash of the first 2,000 words in shingles of three: 64 four-byte minima in hex.

    Li, Owen, Zhang: One Permutation Hashing (NIPS 2012). The hash range is cut into 64 bins and each keeps its
    smallest hash, so one hash a shingle is enough. An empty bin is ffffffff. Empty for a text of less than three words.
    """
    words = text.encode("utf-8", "replace").lower().split(maxsplit=SIGNATURE_WORDS)[:SIGNATURE_WORDS]
    if len(words) < SHINGLE_WORDS:
        return ""
    shingles = map(b" ".join, zip(words, words[1:], words[2:], strict=False))
    minima = [EMPTY_BIN] * SIGNATURE_BINS
    for number in map(crc32, shingles):
        place = number >> BIN_SHIFT
        if number < minima[place]:
            minima[place] = number
    return pack(f">{SIGNATURE_BINS}I", *minima).hex()
