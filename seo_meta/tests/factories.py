"""Plain functions and values for tests: the smallest input that shows a behaviour."""

from collections.abc import Iterator

from seo_meta.core import sitemap, text, urls
from seo_meta.core.extract import extract
from seo_meta.core.site import SitemapEntry, SitemapFile, SitePage, TextFile, site_page, target_key, unpack
from seo_meta.core.types import Anchor, Document, PageFacts

BASE = "https://example.com/"
TODAY = "2026-11-23"


def facts_of(html: str | bytes, path: str = "page.html", **document: object) -> PageFacts:
    """The facts of one page of a built folder under https://example.com/."""
    body = html.encode() if isinstance(html, str) else html
    return extract(Document(BASE + path, body, **document), clean_urls=True, read_on=TODAY)


class MemorySite:
    """A site in memory, as site rules see it: a complete built folder, unless `live`."""

    base_url = BASE
    today = TODAY
    complete = True
    filtered = False
    home = text.key64(BASE[:-1])

    def __init__(
        self,
        pages: list[PageFacts],
        files: dict[str, str] | None = None,
        *,
        live: bool = False,
        previous: "MemorySite | None" = None,
    ) -> None:
        """`files` maps a path such as `robots.txt` to its text; what is named `sitemap….xml` is read as a sitemap."""
        self._facts = dict(enumerate(pages, start=1))
        self._files = files or {}
        self._previous = previous
        self.inventory = not live
        self.robots = self._text_file("robots.txt")
        self.llms = self._text_file("llms.txt")
        self._sitemaps = [read_sitemap(BASE + path, text) for path, text in self._files.items() if "sitemap" in path]
        self.sitemaps = tuple(file for file, _ in self._sitemaps)

    def _text_file(self, path: str) -> TextFile:
        if path not in self._files:
            return TextFile(BASE + path)
        content = self._files[path]
        return TextFile(BASE + path, "ok", 200, content, len(content.encode()))

    def pages(self) -> Iterator[SitePage]:
        return (site_page(id, facts, BASE, clean_urls=self.inventory) for id, facts in self._facts.items())

    def sitemap_entries(self) -> Iterator[SitemapEntry]:
        for file, entries in self._sitemaps:
            yield from (SitemapEntry(file.url, url, self.key(url), lastmod) for url, lastmod in entries)

    def files(self) -> frozenset[int]:
        return frozenset(key for file in self._files for key in unpack(self.key(BASE + file)))

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        return self._facts[page].anchors

    def facts(self, page: int) -> PageFacts:
        return self._facts[page]

    def previous(self) -> "MemorySite | None":
        return self._previous

    def key(self, url: str) -> bytes | None:
        return target_key(url, clean_urls=self.inventory) if urls.in_scope(url, BASE) else None


def read_sitemap(url: str, content: str) -> tuple[SitemapFile, list[tuple[str, str]]]:
    """(the file, its entries as (URL, lastmod))"""
    try:
        found = sitemap.parse(content.encode())
    except ValueError as error:
        return SitemapFile(url, "invalid", str(error)), []
    entries = [(loc, "") for loc in found.urls]
    return SitemapFile(url, is_index=bool(found.sitemaps), byte_size=len(content), entries=len(entries)), entries
