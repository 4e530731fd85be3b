"""The sitemaps of a site, one after another, whatever reads their bytes: a folder or a host."""

import zlib
from collections.abc import Callable, Iterator

import msgspec

from seo_meta.core import sitemap
from seo_meta.core.site import SitemapFile
from seo_meta.errors import FetchError
from seo_meta.fetch.inflate import GZIP_MAGIC, Inflater

NAMES = ("sitemap.xml", "sitemap_index.xml", "sitemap-index.xml")
"""Where a sitemap is looked for when robots.txt names none; the first that is there counts."""
MAX_SITEMAPS = 1_000
READ_BYTES = sitemap.MAX_BYTES + 1
"""One byte too many shows that a file is too big."""
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
        """(URL of the sitemap, loc, lastmod) of the first 50,000 entries of each sitemap, as sitemaps are read."""
        parents = dict.fromkeys(self._declared, "") or self._guessed()
        waiting = list(parents)
        for url in waiting:
            file, found = self._guess or self._open(url, parents[url])
            self._guess = None
            self.files.append(file)
            if not found.is_index:
                yield from ((url, entry.loc, entry.lastmod) for entry in found.entries)
                continue
            for loc in (entry.loc for entry in found.entries if sitemap.is_listable(entry.loc)):
                if loc not in parents and len(parents) == MAX_SITEMAPS:
                    self.cut = True
                    break
                if loc not in parents:
                    parents[loc] = url
                    waiting.append(loc)

    def _guessed(self) -> dict[str, str]:
        """Nobody promised that these exist: an error page in place of one is no broken sitemap."""
        for name in NAMES:
            file, found = self._open(self._base_url + name, "")
            if file.state in ("ok", "invalid") and file.error != sitemap.IS_HTML:
                self._guess = file, found
                return {file.url: ""}
        return {}

    def _open(self, url: str, parent: str) -> Opened:
        file = SitemapFile(url, parent=parent, declared=url in self._declared)
        if reason := self._refuse(url):
            return msgspec.structs.replace(file, state="not-read", error=reason), sitemap.Sitemap()
        try:
            body = unpack(self._read(url))
            found = sitemap.parse(body)
        except FetchError as error:
            return msgspec.structs.replace(file, state="unreachable", error=str(error)), sitemap.Sitemap()
        except ValueError as error:
            return msgspec.structs.replace(file, state="invalid", error=str(error)), sitemap.Sitemap()
        return msgspec.structs.replace(file, is_index=found.is_index, byte_size=len(body), entries=found.count), found


def unpack(body: bytes) -> bytes:
    """Up to `READ_BYTES` of what a gzip file holds; anything else as it is. Raises ValueError with a sentence."""
    if not body.startswith(GZIP_MAGIC):
        return body
    inflater = Inflater("gzip")
    try:
        content = inflater.feed(body, READ_BYTES)
    except zlib.error as error:
        raise ValueError("The gzip file is broken.") from error
    if not inflater.ended and len(content) < READ_BYTES:
        raise ValueError("The gzip file is cut off.")
    return content
