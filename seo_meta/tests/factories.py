"""Plain functions and values for tests: the smallest input that shows a behaviour."""

from collections.abc import Iterator

from seo_meta.core import text, urls
from seo_meta.core.extract import extract
from seo_meta.core.site import SitePage, site_page, unpack
from seo_meta.core.types import Anchor, Document, PageFacts

BASE = "https://example.com/"


def facts_of(html: str | bytes, path: str = "page.html", **document: object) -> PageFacts:
    """The facts of one page of a built folder under https://example.com/."""
    body = html.encode() if isinstance(html, str) else html
    return extract(Document(BASE + path, body, **document), clean_urls=True)


class FolderSite:
    """A site in memory, as site rules see it."""

    complete = True
    filtered = False
    inventory = True
    home = text.key64(BASE[:-1])

    def __init__(self, pages: list[PageFacts], files: tuple[str, ...] = ()) -> None:
        self._facts = dict(enumerate(pages, start=1))
        self._files = files

    def pages(self) -> Iterator[SitePage]:
        return (site_page(id, facts, BASE, clean_urls=True) for id, facts in self._facts.items())

    def files(self) -> frozenset[int]:
        return frozenset(key for file in self._files for key in unpack(self.key(BASE + file)))

    def anchors(self, page: int) -> tuple[Anchor, ...]:
        return self._facts[page].anchors

    def key(self, url: str) -> bytes | None:
        return text.key64(urls.page_key(url, clean_urls=True)) if urls.in_scope(url, BASE) else None
