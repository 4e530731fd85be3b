"""Sitemaps as XML or as plain text (https://www.sitemaps.org/protocol.html).

The XML is read as events, without a tree: memory stays flat whatever the file holds.
"""

from collections.abc import Iterator

import msgspec
from lxml import etree

MAX_BYTES = 50 * 1024 * 1024
MAX_URLS = 50_000
"""The protocol's limits for one file."""
MAX_URL_LENGTH = 2048
FEED_BYTES = 64 * 1024
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ENTRIES = {"urlset": "url", "sitemapindex": "sitemap"}


class Sitemap(msgspec.Struct, frozen=True):
    """Absolute http(s) URLs as written: those of pages, and of an index those of its sitemaps."""

    urls: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def parse(body: bytes) -> Sitemap:
    """Read one sitemap, already unpacked. What comes after the 50,000th URL is ignored, as search engines do.

    Raises ValueError with a sentence for what is no sitemap. A document type definition is refused, as only an attack
    has one; nothing outside the file is ever opened.
    """
    start = body[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"<", *UTF16_MARKS)):
        return _parse_xml(body)
    urls = _up_to_limit(_lines(body))
    if not urls:
        raise ValueError("The sitemap is neither XML nor a text with one URL a line.")
    return Sitemap(urls=urls)


def _lines(body: bytes) -> Iterator[str]:
    for line in body.removeprefix(b"\xef\xbb\xbf").splitlines():
        url = line[: MAX_URL_LENGTH * 4].decode("utf-8", "replace").strip()
        if _is_listable(url):
            yield url


def _up_to_limit(urls: Iterator[str]) -> tuple[str, ...]:
    return tuple(url for url, _ in zip(urls, range(MAX_URLS), strict=False))


def _is_listable(url: str) -> bool:
    """Whether a sitemap may list it: absolute, http or https, and of a length that servers take."""
    return url[:8].lower().startswith(("https://", "http://")) and len(url) <= MAX_URL_LENGTH


def _parse_xml(body: bytes) -> Sitemap:
    locations = _Locations()
    parser = etree.XMLParser(
        target=locations, resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    # Before the XML declaration white space is an error, which many generators make.
    stripped = body.lstrip()
    try:
        for start in range(0, len(stripped), FEED_BYTES):
            parser.feed(stripped[start : start + FEED_BYTES])
            if len(locations.found) >= MAX_URLS:
                break
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        raise ValueError(f"The sitemap is not well-formed XML (line {error.lineno}).") from error
    found = tuple(locations.found[:MAX_URLS])
    return Sitemap(urls=found) if locations.root == "urlset" else Sitemap(sitemaps=found)


class _Locations:
    """Receives the parser's events and keeps the `<loc>` of each entry. Any namespace will do, if all share it:
    image and video extensions have a `loc` too, which names no page."""

    def __init__(self) -> None:
        self.root = ""
        self.found: list[str] = []
        self._wanted: tuple[str, ...] = ()
        self._depth = 0
        self._matched = 0
        """How many of the open elements, from the root, are the wanted ones."""
        self._text: list[str] = []

    def doctype(self, name: str, public_id: str | None, system: str | None) -> None:
        raise ValueError("The sitemap has a document type definition, which is refused.")

    def start(self, tag: str, attributes: object) -> None:
        if not self._wanted:
            self._wanted = self._path_to_location(tag)
        if self._matched == self._depth < len(self._wanted) and tag == self._wanted[self._depth]:
            self._matched += 1
        self._depth += 1

    def _path_to_location(self, root: str) -> tuple[str, ...]:
        namespace, brace, self.root = root.rpartition("}")
        if self.root not in ENTRIES:
            raise ValueError("The XML is no sitemap: its root is neither urlset nor sitemapindex.")
        prefix = namespace + brace
        return root, prefix + ENTRIES[self.root], prefix + "loc"

    def data(self, text: str) -> None:
        if self._in_location():
            self._text.append(text)

    def end(self, tag: str) -> None:
        if self._in_location():
            url = "".join(self._text).strip()
            self._text.clear()
            if _is_listable(url):
                self.found.append(url)
        self._depth -= 1
        self._matched = min(self._matched, self._depth)

    def close(self) -> None:
        pass

    def _in_location(self) -> bool:
        return self._matched == self._depth == len(self._wanted)
