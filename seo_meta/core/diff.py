"""`unified_diff(path, before, after) -> bytes`: a patch that `git apply` takes, and takes back, byte for byte.

Lines end at LF only, as for git, so that CR, other encodings and NUL pass through.
"""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

CONTEXT = 3
MAX_WORK = 2_000_000
"""Pairs of equal lines that are weighed against each other; beyond, what differs is one block."""
NO_NEWLINE = b"\n\\ No newline at end of file\n"
ESCAPES = {7: b"\\a", 8: b"\\b", 9: b"\\t", 10: b"\\n", 11: b"\\v", 12: b"\\f", 13: b"\\r", 34: b'\\"', 92: b"\\\\"}


class Block(NamedTuple):
    """Lines `start` to `end` become lines `new_start` to `new_end`, counted from 0."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified_diff(path: str, before: bytes, after: bytes) -> bytes:
    """`path` is relative, with forward slashes, as `os.fsdecode` gives it. Empty for no difference."""
    old, new = _lines(before), _lines(after)
    hunks = [_hunk(old, new, blocks) for blocks in _grouped(list(_blocks(old, new)))]
    return _header(path) + b"".join(hunks) if hunks else b""


def _lines(text: bytes) -> list[bytes]:
    *lines, rest = text.split(b"\n")
    return [line + b"\n" for line in lines] + ([rest] if rest else [])


def _header(path: str) -> bytes:
    old, new = (_quoted(prefix + path.encode("utf-8", "surrogateescape")) for prefix in (b"a/", b"b/"))
    # Behind a name with a space, a tab ends it.
    tab = b"\t" if b" " in old else b""
    return b"diff --git %s %s\n--- %s%s\n+++ %s%s\n" % (old, new, old, tab, new, tab)


def _quoted(name: bytes) -> bytes:
    """As git writes a name (git-config, `core.quotePath`)."""
    escaped = b"".join(_escaped(byte) for byte in name)
    return name if escaped == name else b'"%s"' % escaped


def _escaped(byte: int) -> bytes:
    plain = 0x20 <= byte < 0x7F
    return ESCAPES.get(byte) or (bytes((byte,)) if plain else b"\\%03o" % byte)


def _blocks(old: list[bytes], new: list[bytes]) -> Iterator[Block]:
    start, end, new_end = 0, len(old), len(new)
    while start < min(end, new_end) and old[start] == new[start]:
        start += 1
    while start < min(end, new_end) and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    if (start, start) == (end, new_end):
        return
    old, new = old[start:end], new[start:new_end]
    counts = Counter(new)
    if sum(counts[line] for line in old) > MAX_WORK:
        yield Block(start, end, start, new_end)
        return
    for kind, *span in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Block(*(start + place for place in span))


def _grouped(blocks: list[Block]) -> Iterator[list[Block]]:
    """Blocks whose context would touch are one hunk."""
    group: list[Block] = []
    for block in blocks:
        if group and block.start - group[-1].end > 2 * CONTEXT:
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _hunk(old: list[bytes], new: list[bytes], blocks: list[Block]) -> bytes:
    first, last = blocks[0], blocks[-1]
    before, after = min(first.start, CONTEXT), min(len(old) - last.end, CONTEXT)
    start, end, new_start, new_end = (
        first.start - before,
        last.end + after,
        first.new_start - before,
        last.new_end + after,
    )
    lines = [b"@@ -%s +%s @@\n" % (_range(start, end), _range(new_start, new_end))]
    position = start
    for block in blocks:
        lines += (_line(b" ", line) for line in old[position : block.start])
        lines += (_line(b"-", line) for line in old[block.start : block.end])
        lines += (_line(b"+", line) for line in new[block.new_start : block.new_end])
        position = block.end
    lines += (_line(b" ", line) for line in old[position:end])
    return b"".join(lines)


def _range(start: int, end: int) -> bytes:
    """From 1; an empty range is named after the line before it."""
    count = end - start
    return b"%d,%d" % (start + 1 if count else start, count)


def _line(sign: bytes, line: bytes) -> bytes:
    return sign + line if line.endswith(b"\n") else sign + line + NO_NEWLINE
