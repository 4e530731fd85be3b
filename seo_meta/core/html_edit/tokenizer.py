"""Bytes of an HTML page to tokens with their spans, by the HTML Standard's tokenization (13.2.5).

Nothing is decoded: in every encoding that is edited, the bytes of markup characters stand for nothing else. One regular
expression reads a token; it is possessive and each part may end at the end of the file, so that it never goes back.
"""

import re
from enum import StrEnum
from functools import cache

from seo_meta.core.types import Value

from .change import Reason, Refused

MAX_PARTS = 8_000
"""Attributes of one tag and the white space between them. Parsers take quadratic time for them."""
SPACE = rb"\t\n\f\r "
VALUE = rb"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^%(s)s>"'][^%(s)s>]*+)"""
ATTRIBUTE = rb"[^%(s)s/>][^%(s)s/>=]*+(?>(?:[%(s)s]*+=[%(s)s]*+(?>VALUE?))?)".replace(b"VALUE", VALUE) % {b"s": SPACE}
ATTRIBUTES = rb"(?>(?:[%s]++|/(?!>)|%s){0,%d})" % (SPACE, ATTRIBUTE, MAX_PARTS)
NAME = rb"[a-zA-Z][^%s/>]*+" % SPACE
TEXT = rb"(?:[^<]++|<(?![a-zA-Z/!?])|</\Z)"

TOKEN = re.compile(
    rb"(?P<text>(?>%(text)s+))"
    rb"|<(?P<close>/?+)(?P<name>%(name)s)%(attributes)s(?P<slash>/?+)(?P<tag>>|\Z)"
    rb"|(?P<comment><!--(?:-?>|(?>.*?(?:--!?>|\Z))))"
    rb"|(?P<doctype><!doctype[^>]*+(?:>|\Z))"
    rb"|(?P<bogus><(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\Z))" % {b"text": TEXT, b"name": NAME, b"attributes": ATTRIBUTES},
    re.IGNORECASE | re.DOTALL,
)
CDATA = re.compile(rb"<!\[CDATA\[(?>.*?(?:\]\]>|\Z))", re.DOTALL)
ATTRIBUTE_PARTS = re.compile(
    rb"""([^%(s)s/>][^%(s)s/>=]*+)(?>(?:[%(s)s]*+=[%(s)s]*+(?:"([^"]*+)"|'([^']*+)'|([^%(s)s>"'][^%(s)s>]*+)|()))?)"""
    % {b"s": SPACE}
)
QUOTES = (b'"', b"'", b"", b"")
RAW_TEXT = frozenset(b"title textarea script style xmp iframe noembed noframes noscript plaintext".split())
SCRIPT_MARK = re.compile(rb"<!--|-->|<(/?)script(?=[%s/>])" % SPACE, re.IGNORECASE)


class Kind(StrEnum):
    TEXT = "text"
    START = "start"
    END = "end"
    COMMENT = "comment"
    DOCTYPE = "doctype"
    BOGUS = "bogus"
    """What the Standard calls a bogus comment: `<?php … ?>`, `<![if IE]>`, `</ x>`; and a CDATA section of foreign
    content."""


class Attribute(Value, frozen=True):
    """`start` to `end` spans it all; `value_start` to `value_end` what is inside the quotes. `quote` is None for an
    attribute without `=`, and empty for a value without quotes."""

    name: bytes
    start: int
    end: int
    value_start: int
    value_end: int
    quote: bytes | None = None


class Token(Value, frozen=True):
    """`name` is the lower-case name of a tag; `slash` says whether it ends in `/>`; `whole` is false for one that the
    file ends in."""

    kind: Kind
    start: int
    end: int
    name: bytes = b""
    slash: bool = False
    whole: bool = True

    @property
    def name_end(self) -> int:
        return self.start + 1 + len(self.name)


def token_at(source: bytes, position: int, *, foreign: bool = False) -> Token | None:
    """The token that begins at `position`, or None at the end. In foreign content there are CDATA sections.

    Raises Refused for a tag with too many attributes.
    """
    if foreign and (section := CDATA.match(source, position)):
        return Token(Kind.BOGUS, position, section.end())
    match = TOKEN.match(source, position)
    if match is None and position < len(source):
        raise Refused(Reason.SIZE, f"A tag has more than {MAX_PARTS // 2:,} attributes.")
    if match is None:
        return None
    if match["name"] is None:
        return Token(Kind(str(match.lastgroup)), position, match.end())
    kind = Kind.END if match["close"] else Kind.START
    return Token(kind, position, match.end(), match["name"].lower(), bool(match["slash"]), bool(match["tag"]))


def attributes(source: bytes, tag: Token) -> tuple[Attribute, ...]:
    """The attributes of a start tag in source order; of equal names only the first, since parsers drop the others."""
    found: dict[bytes, Attribute] = {}
    for match in ATTRIBUTE_PARTS.finditer(source, tag.name_end, tag.end - 1 - tag.slash):
        name = match[1].lower()
        if name in found:
            continue
        group = next((number for number in range(2, 6) if match[number] is not None), None)
        start, end = match.span(group) if group else (match.end(), match.end())
        quote = QUOTES[group - 2] if group else None
        found[name] = Attribute(name, match.start(), match.end(), start, end, quote)
    return tuple(found.values())


@cache
def _end_tag(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"</%s(?=[%s/>])" % (re.escape(name), SPACE), re.IGNORECASE)


def raw_text_end(source: bytes, name: bytes, position: int) -> int:
    """Where the text of a raw-text element that begins at `position` ends: at its end tag, or with the file."""
    if name == b"plaintext":
        return len(source)
    if name == b"script":
        return _script_end(source, position)
    match = _end_tag(name).search(source, position)
    return match.start() if match else len(source)


def _script_end(source: bytes, position: int) -> int:
    """Inside `<!-- <script>` an end tag ends the inner script only (13.2.5.17 to 13.2.5.31, "double escaped")."""
    escaped = doubly = False
    while match := SCRIPT_MARK.search(source, position):
        position = match.end()
        if match[0] == b"<!--":
            # Its dashes may be those of the end, as in `<!-->`.
            escaped, position = True, position if escaped else position - 2
        elif match[0] == b"-->":
            escaped = doubly = False
        elif not match[1]:
            doubly = escaped
        elif doubly:
            doubly = False
        else:
            return match.start()
    return len(source)
