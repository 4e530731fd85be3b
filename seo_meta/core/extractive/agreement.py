"""Whether two names of a page say the same."""

from seo_meta.core.words.tokens import tokens

APOSTROPHES = str.maketrans("'’", "  ")


def words(text: str) -> frozenset[str]:
    """The distinct words of a text: of "Dropbox's" both parts, so that it agrees with the name."""
    return frozenset(tokens(text.translate(APOSTROPHES)))


def agree(one: str, other: str) -> bool:
    """Whether two texts share half of the words of the shorter, and more than one word unless it has no more."""
    first, second = words(one), words(other)
    common, least = len(first & second), min(len(first), len(second))
    return common * 2 >= least > 0 and common >= min(2, least)


def same(one: str, other: str) -> bool:
    """Whether two texts of several words differ in one at most, or not at all."""
    first, second = words(one), words(other)
    return first == second or (len(first & second) > 1 and len(first ^ second) < 2)
