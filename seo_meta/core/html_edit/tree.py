"""`survey(source) -> Places`: which elements count, and where the head is.

As much tree construction as that takes (HTML Standard, 13.2.6, scripting on). What it simplifies (tables, `<select>`,
formatting elements) cannot do harm: a page that Lexbor reads otherwise is refused (`verify.py`).
"""

import re

from seo_meta.core.types import Value

from .foreign import Foreign
from .tokenizer import (
    ATTRIBUTES,
    NAME,
    RAW_TEXT,
    SPACE,
    TEXT,
    Attribute,
    Kind,
    Token,
    attributes,
    raw_text_end,
    token_at,
)

IN_HEAD = frozenset(b"base basefont bgsound link meta noframes script style template title".split())
"""May stand before the body; `noscript` too, before `</head>`."""
KEPT = frozenset(b"title meta link script noscript img".split())
# A run of text and of tags that decide nothing here, in one match: pages are mostly made of it.
DULL = (
    rb"(?>(?:%(text)s|</(?!template[%(s)s/>])%(name)s%(attributes)s/?+>"
    rb"|<(?!(?:title|meta|link|script|style|textarea|xmp|iframe|noembed|noframes|noscript|plaintext|svg|math|template"
    rb"%%s)[%(s)s/>])%(name)s%(attributes)s/?+>)*)"
) % {b"text": TEXT, b"name": NAME, b"attributes": ATTRIBUTES, b"s": SPACE}
DULL_RUN = {wanted: re.compile(DULL % (b"|img" if wanted else b""), re.IGNORECASE) for wanted in (False, True)}
TEMPLATE_SYNTAX = re.compile(rb"\{\{|\{%|<%|<\?(?!xml)")
SERVER_CODE = re.compile(rb"<\?(?:php|=)", re.IGNORECASE)


class Element(Value, frozen=True):
    """An element that may be edited. `text_start` to `text_end` is what is inside a raw-text element."""

    tag: Token
    attributes: tuple[Attribute, ...]
    end: int
    """After the end tag."""
    text_start: int
    text_end: int
    in_head: bool
    closed: bool = True

    def attribute(self, name: bytes) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


class Places(Value, frozen=True):
    """`elements` are those of the page, in source order: of HTML, outside of templates. Of other names than
    `KEPT`, only the children of the head are there."""

    elements: tuple[Element, ...]
    html: Element | None
    head: Token | None
    """The start tag."""
    head_start: int
    """Where something can be put first into the head, be it implied."""
    has_doctype: bool
    has_template_syntax: bool

    def named(self, name: bytes) -> list[Element]:
        return [element for element in self.elements if element.tag.name == name]


def survey(source: bytes, *, images: bool = False) -> Places:
    """One pass over the bytes. `<img>` are only looked for when they are wanted."""
    return _Survey(source, images=images).run()


class _Survey:
    def __init__(self, source: bytes, *, images: bool) -> None:
        self.source = source
        self.dull = DULL_RUN[images]
        self.elements: list[Element] = []
        self.html: Element | None = None
        self.head: Token | None = None
        self.head_start = 3 if source.startswith(b"\xef\xbb\xbf") else 0
        self.has_doctype = self.has_template_syntax = False
        self.before_body, self.after_head = True, False
        self.templates = 0
        self.foreign = Foreign(source)

    def run(self) -> Places:
        position = self.head_start
        while token := self._next(position):
            position = self._take(token) if token.whole else token.end
        return Places(
            tuple(self.elements), self.html, self.head, self.head_start, self.has_doctype, self.has_template_syntax
        )

    def _next(self, position: int) -> Token | None:
        if self.foreign:
            return token_at(self.source, position, foreign=self.foreign.at_top)
        if self.templates or not self.before_body:
            match = self.dull.match(self.source, position)
            position = match.end() if match else position
        return token_at(self.source, position)

    def _take(self, token: Token) -> int:
        """Where the next token begins."""
        if self.foreign:
            if self.foreign.takes(token):
                return token.end
        elif not self.templates and self.before_body:
            self._take_in_head(token)
        if token.kind is Kind.BOGUS and SERVER_CODE.match(self.source, token.start):
            self.has_template_syntax = True
        if token.name == b"template":
            self.templates = max(0, self.templates + (1 if token.kind is Kind.START else -1))
        if token.kind is not Kind.START:
            return token.end
        return self._take_start(token)

    def _take_in_head(self, token: Token) -> None:
        """Keeps `before_body` up to date."""
        tag, source = token.name, self.source
        if token.kind is not Kind.COMMENT and TEMPLATE_SYNTAX.search(source, token.start, token.end):
            self.has_template_syntax = True
        if token.kind is Kind.DOCTYPE:
            self.has_doctype, self.head_start = True, token.end
        elif token.kind in (Kind.COMMENT, Kind.BOGUS):
            # Behind something new in an implied head, it would be part of the head.
            self.head_start = self.head_start if self.head or self.elements else token.end
        elif token.kind is Kind.TEXT:
            self.before_body = not source[token.start : token.end].strip(b"\t\n\f\r ")
        elif token.kind is Kind.END:
            self.before_body = tag not in (b"body", b"html", b"br")
            self.after_head |= tag == b"head"
        elif token.kind is Kind.START and tag == b"html":
            self.html = self.html or Element(token, attributes(source, token), token.end, token.end, token.end, False)
            self.head_start = token.end if not self.elements else self.head_start
        elif token.kind is Kind.START and tag == b"head":
            if self.head is None and not self.elements:
                self.head, self.head_start = token, token.end
        elif token.kind is Kind.START:
            self.before_body = tag in IN_HEAD or (tag == b"noscript" and not self.after_head)

    def _take_start(self, token: Token) -> int:
        text_end = end = token.end
        closed = True
        if token.name in (b"svg", b"math"):
            self.foreign.enter(token)
        elif token.name in RAW_TEXT:
            text_end = raw_text_end(self.source, token.name, token.end)
            end_tag = token_at(self.source, text_end)
            closed = end_tag is not None and end_tag.whole
            end = end_tag.end if end_tag else text_end
        in_head = self.before_body and not self.foreign
        if not self.templates and (token.name in KEPT or (in_head and token.name in IN_HEAD)):
            found = attributes(self.source, token)
            self.elements.append(Element(token, found, end, token.end, text_end, in_head, closed))
        return end
