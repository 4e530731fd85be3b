"""Sitemaps as XML or as plain text (https://www.sitemaps.org/protocol.html), and the feeds that may stand for one.

The file is read in pieces and the XML as events, without a tree: memory stays flat whatever the file holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec
from lxml import etree

from . import urls

MAX_BYTES = 50 * 1024 * 1024
MAX_URLS = 50_000
"""The protocol's limits for one file."""
MAX_URL_LENGTH = 2048
MAX_LASTMOD_LENGTH = 40
MAX_ALTERNATES = 100
"""Of one entry. A site in more languages and regions is not known."""
MAX_ALL_ALTERNATES = 500_000
"""Of one file, about as many as 50 MB can hold with addresses of usual length."""
MAX_CODE_LENGTH = 40
MAX_DEPTH = 100
"""Of elements. Extensions need seven."""
START_BYTES = 1024
"""So much tells what a file is."""
FEED_BYTES = 64 * 1024
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HTML_STARTS = (b"<!doctype html", b"<html")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ALTERNATE = "{http://www.w3.org/1999/xhtml}link"
"""https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap"""
IS_HTML = "The sitemap is an HTML page."
PATHS = {"urlset": ("url",), "sitemapindex": ("sitemap",), "rss": ("channel", "item"), "feed": ("entry",)}
"""From the root to an entry. RSS 2.0 and Atom feeds are sitemaps too.
https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"""
FIELDS = {
    "urlset": {"loc": "loc", "lastmod": "lastmod"},
    "sitemapindex": {"loc": "loc", "lastmod": "lastmod"},
    "rss": {"link": "loc"},
    "feed": {"link": "loc", "updated": "lastmod"},
}
KEPT = {"loc": MAX_URL_LENGTH, "lastmod": MAX_LASTMOD_LENGTH}
"""How many characters are kept."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One `<url>` or `<sitemap>`, or an item of a feed. `loc` is in WHATWG form when it is an absolute http(s) URL,
    else as it was written, and cut above 2,048 characters."""

    loc: str
    lastmod: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    """(hreflang code as written, absolute http(s) URL) of its translations, the first 100."""


class Sitemap(msgspec.Struct, frozen=True):
    """The entries of one file: those of pages, or of an index those of its sitemaps."""

    is_index: bool = False
    entries: tuple[Entry, ...] = ()
    """The first 50,000."""
    count: int = 0
    """How many it has; 50,001 stands for any larger number."""
    byte_size: int = 0
    """Of what was read: up to where it broke off or had too many entries, or one byte above 50 MB."""
    namespace: str | None = None
    """Of a `<urlset>` or `<sitemapindex>` in another namespace than the protocol's; empty for none at all."""
    error: str = ""
    """A sentence that says why nothing, or nothing more, of it could be read."""


def parse(pieces: Iterable[bytes]) -> Sitemap:
    """Read one sitemap, already unpacked, in pieces of any size. Reading ends at the limits of the protocol.

    What stands before a fault is kept; a ValueError of `pieces` is one. A document type definition is refused, as only
    an attack has one; nothing outside the file is ever opened.
    """
    found = _Entries()
    try:
        _read(_capped(pieces, found), found)
    except ValueError as error:
        found.error = str(error)
    return Sitemap(found.is_index, tuple(found.kept), found.count, found.byte_size, found.namespace, found.error)


def _read(pieces: Iterator[bytes], found: "_Entries") -> None:
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= START_BYTES:
            break
    mark = UTF8_MARK if first.startswith(UTF8_MARK) else b""
    start = first[len(mark) :].lstrip()
    if not start:
        raise ValueError("The sitemap is empty.")
    if start[:START_BYTES].lower().startswith(HTML_STARTS):
        raise ValueError(IS_HTML)
    if start.startswith((b"<", *UTF16_MARKS)):
        _read_xml(mark + start, pieces, found)
        # An error that many generators make and many parsers do not forgive.
        if start.startswith(b"<?xml") and len(mark + start) < len(first):
            raise ValueError("The sitemap is not well-formed XML: white space stands before the XML declaration.")
        return
    for line in _lines(start, pieces):
        found.add(line)
        if found.is_full:
            break
    if not found.count:
        raise ValueError("The sitemap is neither XML nor a text with one URL a line.")


def _capped(pieces: Iterable[bytes], found: "_Entries") -> Iterator[bytes]:
    """The first 50 MB."""
    for piece in pieces:
        room = MAX_BYTES - found.byte_size
        found.byte_size += min(len(piece), room + 1)
        yield piece[:room]
        if len(piece) > room:
            return


def is_listable(loc: str) -> bool:
    """Whether a sitemap may list it: absolute, http or https, and of a length that servers take."""
    return urls.is_http(loc) and len(loc) <= MAX_URL_LENGTH


def _lines(start: bytes, pieces: Iterator[bytes]) -> Iterator[str]:
    """The absolute URLs of a text, which may hold other lines too."""
    rest = start
    for piece in pieces:
        lines = (rest + piece).splitlines(keepends=True)
        # The last line may go on in the next piece; beyond its cap it does not matter how.
        rest = lines.pop()[: MAX_URL_LENGTH * 4 + 1] if lines else b""
        yield from _listable(lines)
    yield from _listable(rest.splitlines())


def _listable(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        loc = _address(line[: MAX_URL_LENGTH * 4].decode("utf-8", "replace"))
        if is_listable(loc):
            yield loc


def _address(text: str) -> str:
    """An absolute http(s) URL in WHATWG form, so that two spellings are one; anything else as it is."""
    address = text.strip()
    if not address[:8].lower().startswith(("https://", "http://")):
        return address
    return urls.join("about:blank", address) or address


class _Entries:
    """Keeps the first entries, and knows that there are more."""

    def __init__(self) -> None:
        self.is_index = False
        self.kept: list[Entry] = []
        self.count = 0
        self.byte_size = 0
        self.namespace: str | None = None
        self.error = ""

    @property
    def is_full(self) -> bool:
        return self.count > MAX_URLS

    def add(self, loc: str, lastmod: str = "", alternates: tuple[tuple[str, str], ...] = ()) -> None:
        if self.count < MAX_URLS:
            self.kept.append(Entry(loc, lastmod, alternates))
        if not self.is_full:
            self.count += 1


def _read_xml(start: bytes, pieces: Iterator[bytes], found: _Entries) -> None:
    parser = etree.XMLParser(
        target=_Events(found),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        for piece in chain((start,), pieces):
            for first in range(0, len(piece), FEED_BYTES):
                parser.feed(piece[first : first + FEED_BYTES])
                if found.is_full:
                    return
        if found.byte_size <= MAX_BYTES:
            parser.close()
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The sitemap is not well-formed XML (line {error.lineno}).") from error


class _Events:
    """Receives the parser's events and hands over each entry. Any namespace will do, if all share it: image and video
    extensions have a `loc` too, which names no page."""

    def __init__(self, found: _Entries) -> None:
        self._found = found
        self._path: tuple[str, ...] = ()
        """From the root to the entry."""
        self._fields: dict[str, str] = {}
        """Tags to names of what is read of an entry."""
        self._depth = 0
        self._matched = 0
        """How many of the open elements, from the root, are those of the path."""
        self._field = ""
        """What is being read."""
        self._text: dict[str, str] = {}
        self._alternates: list[tuple[str, str]] = []
        self._room = MAX_ALL_ALTERNATES

    def doctype(self, name: str, public_id: str | None, system: str | None) -> None:
        raise ValueError("The sitemap has a document type definition, which is refused.")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._depth == MAX_DEPTH:
            raise ValueError(f"The sitemap nests more than {MAX_DEPTH} elements, which is refused.")
        if not self._path:
            self._set_path(tag)
        self._field = ""
        if self._matched == self._depth:
            if self._depth == len(self._path):
                self._start_field(tag, attributes)
            elif tag == self._path[self._depth]:
                self._matched += 1
        self._depth += 1

    def _set_path(self, root: str) -> None:
        namespace, brace, name = root.rpartition("}")
        if name not in PATHS:
            raise ValueError("The XML is no sitemap: its root is neither urlset nor sitemapindex.")
        prefix = namespace + brace
        self._found.is_index = name == "sitemapindex"
        if name in ("urlset", "sitemapindex") and namespace != "{" + NAMESPACE:
            self._found.namespace = namespace[1 : MAX_URL_LENGTH + 1]
        self._path = (root, *(prefix + step for step in PATHS[name]))
        self._fields = {prefix + tag: field for tag, field in FIELDS[name].items()}

    def _start_field(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == ALTERNATE:
            self._add_alternate(attributes)
            return
        # Of two the first counts.
        field = self._fields.get(tag, "")
        self._field = field if field not in self._text else ""
        if self._field == "loc" and attributes.get("rel", "alternate") == "alternate":
            self.data(attributes.get("href", ""))

    def _add_alternate(self, attributes: Mapping[str, str]) -> None:
        code, loc = attributes.get("hreflang", "").strip(), _address(attributes.get("href", "")[: MAX_URL_LENGTH + 1])
        if attributes.get("rel") != "alternate" or not code or len(code) > MAX_CODE_LENGTH or not is_listable(loc):
            return
        if len(self._alternates) < MAX_ALTERNATES and self._room:
            self._room -= 1
            self._alternates.append((code, loc))

    def data(self, text: str) -> None:
        if self._field and (known := (self._text.get(self._field, "") + text).lstrip()):
            # One character more shows that it is too long.
            self._text[self._field] = known[: KEPT[self._field] + 1]

    def end(self, tag: str) -> None:
        self._field = ""
        self._depth -= 1
        if self._matched > self._depth:
            self._matched = self._depth
            if self._depth == len(self._path) - 1:
                lastmod = self._text.get("lastmod", "").strip()[:MAX_LASTMOD_LENGTH]
                self._found.add(_address(self._text.get("loc", "")), lastmod, tuple(self._alternates))
                self._text.clear()
                self._alternates.clear()

    def close(self) -> None:
        pass
