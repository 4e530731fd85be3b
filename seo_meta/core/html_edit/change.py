"""What is asked for, what comes of it, and why it may be refused."""

from enum import StrEnum
from itertools import accumulate

from seo_meta.core.types import Value


class Reason(StrEnum):
    """Why a change is refused. Stable: stored, and listed in docs/explanation/edits.md."""

    FIELD = "field"
    """The change names no field that is known, or one field twice."""
    VALUE = "value"
    """The new value cannot be written in HTML, or is not what the field holds."""
    ENCODING = "encoding"
    """The file is in an encoding whose bytes cannot be spliced."""
    XHTML = "xhtml"
    """The file is XML, for which other rules hold."""
    SIZE = "size"
    """The file is too large, or made to take a parser for ever."""
    FRAGMENT = "fragment"
    """The file is a piece of a page."""
    TEMPLATE = "template"
    """The file, or the value, holds template syntax: the source is elsewhere."""
    UNCLOSED = "unclosed"
    """An element is not closed, so it swallows what follows."""
    AMBIGUOUS = "ambiguous"
    """Readers disagree on which element counts."""
    SHARED = "shared"
    """The element says something else too, which a deletion would take along."""
    NO_PLACE = "no-place"
    """The page has no place for the value."""
    JSON = "json"
    """The JSON-LD of the page is not valid JSON."""
    DATA = "data"
    """The front matter or data file cannot be read, or has no place for the key."""
    CHARSET_MOVED = "charset-moved"
    """The declaration of the encoding would move out of the first 1,024 bytes."""
    VERIFICATION = "verification"
    """An independent parser reads something else than was intended."""


class Refused(Exception):
    """The page cannot be changed so safely. `reason` is stable; the text is one sentence for a person."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Change(Value, frozen=True):
    """One field with its new value in plain text, or None to delete it.

    Fields: `title`, `canonical`, `lang`, `meta:name=description`, `meta:property=og:title`, `alt:2` (the second image)
    or `alt:/logo.png` (by its `src`), `json-ld` (add a document), `json-ld:1` (the first block) and
    `json-ld:1/@graph/0/name` (one value of it, by RFC 6901). JSON-LD values are JSON.
    """

    field: str
    value: str | None


class Edit(Value, frozen=True):
    """The bytes from `start` to `end` become `replacement`."""

    start: int
    end: int
    replacement: bytes


class Plan(Value, frozen=True):
    """Verified edits: sorted, disjoint, with offsets into `source`."""

    source: bytes
    edits: tuple[Edit, ...] = ()
    already: tuple[str, ...] = ()
    """The fields that have their value."""
    warnings: tuple[str, ...] = ()
    """One sentence each, for the reviewer."""

    @property
    def result(self) -> bytes:
        return apply(self.source, self.edits)

    @property
    def inverse(self) -> tuple[Edit, ...]:
        """The edits of `result` that give `source` back."""
        growth = accumulate((len(edit.replacement) - (edit.end - edit.start) for edit in self.edits), initial=0)
        return tuple(
            Edit(edit.start + shift, edit.start + shift + len(edit.replacement), self.source[edit.start : edit.end])
            for edit, shift in zip(self.edits, growth, strict=False)
        )


def apply(source: bytes, edits: tuple[Edit, ...]) -> bytes:
    """`source` with sorted, disjoint edits made."""
    pieces: list[bytes] = []
    position = 0
    for edit in edits:
        pieces += (source[position : edit.start], edit.replacement)
        position = edit.end
    return b"".join((*pieces, source[position:]))
