"""Near duplicates among MinHash signatures (`text.signature`), found without comparing every pair.

Banding, as in Leskovec, Rajaraman, Ullman: Mining of Massive Datasets (http://www.mmds.org/), section 3.4. The 64
places of a signature are 16 bands of four, and two texts are compared when they share a band. Two texts that are 90 %
alike share none once in 26 million times; two that are 30 % alike share one in every eighth case.
"""

from collections.abc import Iterable
from struct import unpack

from seo_meta.core.text import EMPTY_BIN, SIGNATURE_BINS

ROWS = 4
BITS = 32
"""Of one place."""
BAND = 2 ** (ROWS * BITS) - 1
BUCKET = 8
"""Texts of one bucket that a further one is compared with. Without it, pages that share long passages would be compared
each with each; a pair that is missed in a full bucket most often meets in another band."""

# One integer holds a whole signature, so that a few operations on long integers compare all 64 places at once.
LOW = int.from_bytes(b"\x7f\xff\xff\xff" * SIGNATURE_BINS)
HIGH = int.from_bytes(b"\x80\x00\x00\x00" * SIGNATURE_BINS)
ALL_EMPTY = 2 ** (SIGNATURE_BINS * BITS) - 1


def clusters(items: Iterable[tuple[int, str]], threshold: float) -> list[list[int]]:
    """The groups of two and more ids that are alike, directly or through others; each in the order of `items`.

    `items` are (id, signature), `threshold` is the least Jaccard similarity of two texts from 0 to 1. It is estimated
    from 64 places, with a standard error of 0.04 at 0.9. Items without a signature are left out.
    """
    ids: list[int] = []
    numbers: list[int] = []
    empty: list[int] = []
    for id, signature in items:
        if signature:
            number = int(signature, 16)
            ids.append(id)
            numbers.append(number)
            empty.append(HIGH & ~_different(number, ALL_EMPTY))

    def alike(one: int, other: int) -> bool:
        filled = SIGNATURE_BINS - (empty[one] & empty[other]).bit_count()
        return _different(numbers[one], numbers[other]).bit_count() <= (1 - threshold) * filled + 1e-9

    groups = Groups(len(ids))
    dense = [_fill(number) if holes else number for number, holes in zip(numbers, empty, strict=True)]
    for shift in range(0, SIGNATURE_BINS * BITS, ROWS * BITS):
        buckets: dict[int, list[int]] = {}
        for place, number in enumerate(dense):
            bucket = buckets.setdefault(number >> shift & BAND, [])
            for other in bucket:
                if groups.root(place) != groups.root(other) and alike(place, other):
                    groups.join(place, other)
            if len(bucket) < BUCKET:
                bucket.append(place)
    return [[ids[place] for place in members] for members in groups.of_several()]


def similarity(one: str, other: str) -> float:
    """The Jaccard similarity of two texts by their signatures, estimated from 0 to 1; 0 where one has none."""
    if not (one and other):
        return 0.0
    first, second = int(one, 16), int(other, 16)
    holes = HIGH & ~(_different(first, ALL_EMPTY) | _different(second, ALL_EMPTY))
    filled = SIGNATURE_BINS - holes.bit_count()
    return 1 - _different(first, second).bit_count() / filled


def _different(one: int, other: int) -> int:
    """The highest bit of each place in which two signatures differ."""
    bits = one ^ other
    return ((bits & LOW) + LOW | bits) & HIGH


def _fill(number: int) -> int:
    """A signature whose empty places repeat the next filled one, so that the bands of short texts can be equal too.

    Shrivastava, Li: Densifying One Permutation Hashing via Rotation (ICML 2014).
    """
    places = unpack(f">{SIGNATURE_BINS}I", number.to_bytes(SIGNATURE_BINS * BITS // 8))
    filled = next(place for place in places if place != EMPTY_BIN)
    dense = 0
    for distance, place in enumerate(reversed(places)):
        filled = filled if place == EMPTY_BIN else place
        dense |= filled << (distance * BITS)
    return dense


class Groups:
    """Disjoint sets of 0 … size-1 (union-find with path halving); the root of a set is its smallest member."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, member: int) -> int:
        parents = self._parents
        while parents[member] != member:
            parents[member] = member = parents[parents[member]]
        return member

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first

    def of_several(self) -> list[list[int]]:
        members: dict[int, list[int]] = {}
        for member in range(len(self._parents)):
            root = self.root(member)
            if root != member:
                members.setdefault(root, [root]).append(member)
        return list(members.values())
