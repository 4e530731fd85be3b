"""What the three formats have in common: a value with its place."""

from seo_meta.core.types import Value

Path = tuple[str, ...]
"""Keys from the outermost on; the places in lists count from 0."""

MAX_CHARACTERS = 64 * 1024
"""Of a block. Nobody writes more, and PyYAML reads a megabyte in ten seconds."""
MAX_DEPTH = 50


class FrontMatterError(ValueError):
    """The data cannot be read; the text says where and why."""


class Scalar(Value, frozen=True):
    """A value as text, with the line in the file where it begins. Empty for null."""

    text: str
    line: int | None = None


class Entry(Value, frozen=True):
    """A key with its value. Places are in characters of the data."""

    path: Path
    start: int
    end: int
    """Of the value as it is written, with its quotes, without anchor."""
    text: str | None = None
    """None for a list or a table. Empty for null."""
    style: str = ""
    """The quote it begins with; `|` or `>` for a block; empty for none."""
    refusal: str = ""
    """Why the value must not be changed: the end of a sentence that begins with the key."""
