"""What was typed into a search box: words, "phrases" and -exclusions."""

import msgspec

Words = tuple[str, ...]


class Query(msgspec.Struct, frozen=True):
    """Words in lower case, as they were typed: stemming is the business of the index."""

    words: Words = ()
    """Any of them may match; those of `phrases` are among them."""
    phrases: tuple[Words, ...] = ()
    """A chunk must hold each, word by word."""
    excluded: tuple[Words, ...] = ()
    """No chunk may hold any of these words or phrases."""
    synonyms: dict[str, tuple[Words, ...]] = {}
    """By word, what counts as well, at a lower weight."""
