"""Plain functions and values for tests: the smallest input that shows a behaviour."""

from collections.abc import Iterator

from seo_meta.core import robots_txt, urls
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.extract import extract
from seo_meta.core.site import SitemapEntry, SitePage, TextFile, outbound, site_page, target_key, unpack
from seo_meta.core.types import Anchor, Document, PageFacts
from seo_meta.core.waivers import WaiverUse
from seo_meta.errors import FetchError
from seo_meta.sources.sitemaps import SitemapWalk

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

    def __init__(
        self,
        pages: list[PageFacts],
        files: dict[str, str | bytes] | None = None,
        *,
        live: bool = False,
        previous: "MemorySite | None" = None,
        waivers: tuple[WaiverUse, ...] = (),
        external: tuple[ExternalLink, ...] = (),
    ) -> None:
        """`files` maps a path such as `robots.txt` to its text. Sitemaps are found as in a folder: those that
        robots.txt names, or else `sitemap.xml`."""
        self._facts = dict(enumerate(pages, start=1))
        self._files = files or {}
        self._previous = previous
        self._waivers = waivers
        self._external = {link.url: link for link in external}
        self.inventory = not live
        self.home = target_key(self.base_url, clean_urls=self.inventory)
        self.robots = self._text_file("robots.txt")
        self.llms = self._text_file("llms.txt")
        walk = SitemapWalk(
            self.base_url, robots_txt.sitemaps(self.robots.text, self.robots.url), self._read, self._refusal
        )
        self._sitemap_entries = list(walk.entries())
        self.sitemaps = tuple(walk.files)

    def _read(self, url: str) -> bytes:
        path = url.removeprefix(self.base_url)
        if path not in self._files:
            raise FetchError("is not in the folder")
        return _bytes(self._files[path])

    def _text_file(self, path: str) -> TextFile:
        if path not in self._files:
            return TextFile(self.base_url + path)
        content = _bytes(self._files[path])
        return TextFile(self.base_url + path, "ok", 200, content.decode(), len(content))

    def pages(self) -> Iterator[SitePage]:
        return (site_page(id, facts, self.base_url, clean_urls=self.inventory) for id, facts in self._facts.items())

    def sitemap_entries(self) -> Iterator[SitemapEntry]:
        return (SitemapEntry(file, loc, self.key(loc), lastmod) for file, loc, lastmod in self._sitemap_entries)

    def files(self) -> frozenset[int]:
        return frozenset(key for file in self._files for key in unpack(self.key(self.base_url + file)))

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        return self._facts[page].anchors

    def facts(self, page: int) -> PageFacts:
        return self._facts[page]

    def previous(self) -> "MemorySite | None":
        return self._previous

    def outbound(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        targets = ((id, outbound(facts, BASE)) for id, facts in self._facts.items() if facts.status == 200)
        return (pair for pair in targets if pair[1])

    def external_links(self) -> dict[str, ExternalLink]:
        return self._external

    def waivers(self) -> tuple[WaiverUse, ...]:
        return self._waivers

    def key(self, url: str) -> bytes | None:
        return target_key(url, clean_urls=self.inventory) if urls.in_scope(url, self.base_url) else None

    def _refusal(self, url: str) -> str:
        return "" if urls.in_scope(url, self.base_url) else "lies on another site"


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
