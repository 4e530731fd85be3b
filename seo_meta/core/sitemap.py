"""Sitemaps as XML or as plain text (https://www.sitemaps.org/protocol.html), and the feeds that may stand for one.

The XML is read as events, without a tree: memory stays flat whatever the file holds.
"""

from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from . import urls

MAX_BYTES = 50 * 1024 * 1024
MAX_URLS = 50_000
"""The protocol's limits for one file."""
MAX_URL_LENGTH = 2048
MAX_LASTMOD_LENGTH = 40
FEED_BYTES = 64 * 1024
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
HTML_STARTS = (b"<!doctype html", b"<html")
IS_HTML = "The sitemap is an HTML page."
PATHS = {"urlset": ("url",), "sitemapindex": ("sitemap",), "rss": ("channel", "item"), "feed": ("entry",)}
"""From the root to an entry. RSS 2.0 and Atom feeds are sitemaps too.
https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"""
FIELDS = {"loc": "loc", "lastmod": "lastmod", "link": "loc", "updated": "lastmod"}
KEPT = {"loc": MAX_URL_LENGTH, "lastmod": MAX_LASTMOD_LENGTH}
"""How many characters are kept."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One `<url>` or `<sitemap>`, or an item of a feed. `loc` is in WHATWG form when it is an absolute http(s) URL,
    else as it was written, and cut above 2,048 characters."""

    loc: str
    lastmod: str = ""


class Sitemap(msgspec.Struct, frozen=True):
    """The entries of one file: those of pages, or of an index those of its sitemaps."""

    is_index: bool = False
    entries: tuple[Entry, ...] = ()
    """The first 50,000."""
    count: int = 0
    """Of all entries in the first 50 MB."""


def parse(body: bytes) -> Sitemap:
    """Read one sitemap, already unpacked. Beyond the limits of the protocol entries are counted and bytes ignored.

    Raises ValueError with a sentence for what is no sitemap. A document type definition is refused, as only an attack
    has one; nothing outside the file is ever opened.
    """
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.lower().startswith(HTML_STARTS):
        raise ValueError(IS_HTML)
    if start.startswith((b"<", *UTF16_MARKS)):
        return _parse_xml(body)
    found = _Entries()
    for line in _lines(body[:MAX_BYTES]):
        found.add(line)
    if not found.count:
        raise ValueError("The sitemap is neither XML nor a text with one URL a line.")
    return found.sitemap()


def is_listable(loc: str) -> bool:
    """Whether a sitemap may list it: absolute, http or https, and of a length that servers take."""
    return urls.is_http(loc) and len(loc) <= MAX_URL_LENGTH


def _lines(body: bytes) -> Iterator[str]:
    """The absolute URLs of a text, which may hold other lines too."""
    for line in body.removeprefix(b"\xef\xbb\xbf").splitlines():
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
    """Keeps the first entries and counts all."""

    def __init__(self) -> None:
        self.is_index = False
        self.kept: list[Entry] = []
        self.count = 0

    def add(self, loc: str, lastmod: str = "") -> None:
        self.count += 1
        if self.count <= MAX_URLS:
            self.kept.append(Entry(loc, lastmod))

    def sitemap(self) -> Sitemap:
        return Sitemap(self.is_index, tuple(self.kept), self.count)


def _parse_xml(body: bytes) -> Sitemap:
    found = _Entries()
    parser = etree.XMLParser(
        target=_Events(found),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    # Before the XML declaration white space is an error, which many generators make.
    first = len(body) - len(body.lstrip())
    end = min(len(body), MAX_BYTES)
    try:
        for start in range(first, end, FEED_BYTES):
            parser.feed(body[start : min(start + FEED_BYTES, end)])
        if end == len(body):
            parser.close()
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The sitemap is not well-formed XML (line {error.lineno}).") from error
    return found.sitemap()


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

    def doctype(self, name: str, public_id: str | None, system: str | None) -> None:
        raise ValueError("The sitemap has a document type definition, which is refused.")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._path:
            self._set_path(tag)
        self._field = ""
        if self._matched == self._depth:
            if self._depth == len(self._path):
                # Of two the first counts.
                field = self._fields.get(tag, "")
                self._field = field if field not in self._text else ""
                if self._field == "loc" and attributes.get("rel", "alternate") == "alternate":
                    self.data(attributes.get("href", ""))
            elif tag == self._path[self._depth]:
                self._matched += 1
        self._depth += 1

    def _set_path(self, root: str) -> None:
        namespace, brace, name = root.rpartition("}")
        if name not in PATHS:
            raise ValueError("The XML is no sitemap: its root is neither urlset nor sitemapindex.")
        prefix = namespace + brace
        self._found.is_index = name == "sitemapindex"
        self._path = (root, *(prefix + step for step in PATHS[name]))
        self._fields = {prefix + tag: field for tag, field in FIELDS.items()}

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
                self._found.add(_address(self._text.get("loc", "")), lastmod)
                self._text.clear()

    def close(self) -> None:
        pass
