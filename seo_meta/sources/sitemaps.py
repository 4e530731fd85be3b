"""The sitemaps of a site, one after another, whatever reads their bytes: a folder or a host."""

import zlib
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from seo_meta.core import sitemap
from seo_meta.core.site import SitemapFile
from seo_meta.errors import FetchError
from seo_meta.fetch.inflate import GZIP_MAGIC, Inflater

NAMES = ("sitemap.xml", "sitemap_index.xml", "sitemap-index.xml")
"""Where a sitemap is looked for when robots.txt names none; the first that is there counts."""
MAX_SITEMAPS = 1_000
MAX_DEPTH = 5
"""So many indexes may lead to a sitemap. The protocol allows one."""
READ_BYTES = sitemap.MAX_BYTES + 1
"""One byte too many shows that a file is too big."""
PIECE_BYTES = 4 * 1024
"""So much of a gzip file is unpacked at once: to four megabytes at most."""
Opened = tuple[SitemapFile, sitemap.Sitemap]


class SitemapWalk:
    """Reads the sitemaps that robots.txt names, or else the first of the usual names, and what an index leads to."""

    def __init__(
        self, base_url: str, declared: tuple[str, ...], read: Callable[[str], bytes], refuse: Callable[[str], str]
    ) -> None:
        """`read` gives up to `READ_BYTES` of a URL, or raises FetchError, or ValueError for what cannot be unpacked;
        `refuse` says why a URL is not to be read, or nothing."""
        self.files: list[SitemapFile] = []
        """Those that were met so far."""
        self.cut = False
        """Whether there are more than a thousand."""
        self._base_url = base_url
        self._declared = declared
        self._read = read
        self._refuse = refuse
        self._guess: Opened | None = None

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """(URL of the sitemap, loc, lastmod) of each entry that `listed` yields."""
        return ((url, entry.loc, entry.lastmod) for url, entry in self.listed())

    def listed(self) -> Iterator[tuple[str, sitemap.Entry]]:
        """(URL of the sitemap, entry) of the first 50,000 entries of each sitemap, as sitemaps are read."""
        parents = dict.fromkeys(self._declared, "") or self._guessed()
        waiting = list(parents)
        for url in waiting:
            above = _above(url, parents)
            file, found = self._guess or self._open(url, above)
            self._guess = None
            children = (
                [entry.loc for entry in found.entries if sitemap.is_listable(entry.loc)] if found.is_index else []
            )
            loop = next((loc for loc in children if loc == url or loc in above), "")
            self.files.append(msgspec.structs.replace(file, loop=loop))
            if not found.is_index:
                yield from ((url, entry) for entry in found.entries)
            for loc in children:
                if loc not in parents and len(parents) == MAX_SITEMAPS:
                    self.cut = True
                    break
                if loc not in parents:
                    parents[loc] = url
                    waiting.append(loc)

    def _guessed(self) -> dict[str, str]:
        """Nobody promised that these exist: an error page in place of one is no broken sitemap."""
        for name in NAMES:
            file, found = self._open(self._base_url + name, [])
            if file.state in ("ok", "invalid") and file.error != sitemap.IS_HTML:
                self._guess = file, found
                return {file.url: ""}
        return {}

    def _open(self, url: str, above: list[str]) -> Opened:
        """`above` are the indexes that lead to it, the nearest first."""
        file = SitemapFile(url, parent=above[0] if above else "", declared=url in self._declared)
        too_deep = f"lies below more than {MAX_DEPTH} indexes" if len(above) > MAX_DEPTH else ""
        if reason := self._refuse(url) or too_deep:
            return msgspec.structs.replace(file, state="not-read", error=reason), sitemap.Sitemap()
        try:
            found = sitemap.parse(unpack(self._read(url)))
        except FetchError as error:
            return msgspec.structs.replace(file, state="unreachable", error=str(error)), sitemap.Sitemap()
        except ValueError as error:
            return msgspec.structs.replace(file, state="invalid", error=str(error)), sitemap.Sitemap()
        file = msgspec.structs.replace(
            file,
            state="invalid" if found.error else "ok",
            error=found.error,
            is_index=found.is_index,
            byte_size=found.byte_size,
            entries=found.count,
            namespace=found.namespace,
        )
        return file, found


def _above(url: str, parents: dict[str, str]) -> list[str]:
    """The indexes that lead to a sitemap, the nearest first."""
    above = []
    while url := parents[url]:
        above.append(url)
    return above


def unpack(body: bytes) -> Iterator[bytes]:
    """What a gzip file holds, in pieces; anything else as it is. One that was packed twice is unpacked twice, since
    some servers do. Raises ValueError with a sentence while it is read."""
    return _unpack(_unpack(_sliced(body)))


def _sliced(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PIECE_BYTES] for start in range(0, len(body), PIECE_BYTES))


def _unpack(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"")
    whole = chain((first,), pieces)
    return _inflate(whole) if first.startswith(GZIP_MAGIC) else whole


def _inflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflater = Inflater("gzip")
    try:
        for piece in pieces:
            for data in _sliced(piece):
                if content := inflater.feed(data, READ_BYTES):
                    yield content
    except zlib.error as error:
        raise ValueError("The gzip file is broken.") from error
    if not inflater.ended:
        raise ValueError("The gzip file is cut off.")
