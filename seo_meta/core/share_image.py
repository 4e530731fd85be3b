"""The image that stands for a page in shared links: one that the page names itself, shows, or takes from its site."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import open_graph
from .copied import web_address, words
from .images import declared_size, is_unseen, stem_of, suffix_of
from .json_ld import graph
from .propose import Evidence, SiteProfile, Subject
from .types import Image, PageFacts
from .urls import host_of

MIN_WIDTH, MIN_HEIGHT = 300, 200
"""The least that X (300 by 157) and Facebook (200 by 200) both show.
https://developer.x.com/en/docs/x-for-websites/cards/overview/summary-card-with-large-image
https://developers.facebook.com/docs/sharing/webmasters/images/"""
LARGE_WIDTH, LARGE_HEIGHT = 600, 315
"""From here on Facebook shows the image above the text instead of beside it."""
MAX_IMAGES = 500
"""Of a page that are looked at."""
LONGEST_SIDE = 3
"""Times the other side; what is longer is a banner or a rule."""
NOT_SHOWN = frozenset(("svg", "svgz", "ico", "avif", "bmp", "tif", "tiff"))
"""Ends of file names that X or Facebook do not take."""
FURNITURE = re.compile(r"(?:^|[\W_])(?:logo|icon|avatar|badge|banner|button|sprite|spacer|pixel|placeholder)", re.I)
SIZE_PROPERTIES = ("og:image:width", "og:image:height")
SPEAKS_OF_ITSELF = ("Organization", "Person", "WebSite")
"""Types whose image is that of the maker."""


class ShareImage(NamedTuple):
    """`chosen` when the page does not name it as its image itself. The size is (0, 0) when it is not declared."""

    url: str
    evidence: Evidence
    alt: str = ""
    size: tuple[int, int] = (0, 0)
    chosen: bool = False

    @property
    def is_large(self) -> bool:
        width, height = self.size
        return width >= LARGE_WIDTH and height >= LARGE_HEIGHT and width > height


def share_image(page: Subject, site: SiteProfile) -> ShareImage | None:
    """The best image besides those that Open Graph names."""
    for named in _named(page.facts):
        return named
    if largest := _largest(page.facts):
        return largest
    return None if page.is_home or site.home is None else _open_graph(site.home, "og:image of the home page")


def named_image(page: PageFacts) -> ShareImage | None:
    """The image that Open Graph names, or else the page's cards and structured data."""
    return _open_graph(page, "og:image") or next(_named(page), None)


def _open_graph(page: PageFacts, source: str) -> ShareImage | None:
    found = list(open_graph.properties(page))
    numbers = [next((meta.content or "" for name, meta in found if name == size), "") for size in SIZE_PROPERTIES]
    size = declared_size(Image(width=numbers[0], height=numbers[1]))
    for name, meta in found:
        if name in open_graph.IMAGES and (url := usable(page, meta.content)):
            return ShareImage(url, Evidence(source, meta.content or "", meta.line), "", size, source != "og:image")
    return None


def usable(page: PageFacts, address: str | None) -> str:
    """The absolute address of an image in a format that networks show; empty for others."""
    url = web_address(page.base_url, address)
    return "" if suffix_of(url) in NOT_SHOWN else url


def _named(page: PageFacts) -> Iterator[ShareImage]:
    for name in ("twitter:image", "twitter:image:src"):
        for meta in page.metas:
            if name in (meta.name, meta.property) and (url := usable(page, meta.content)):
                yield ShareImage(url, Evidence(name, meta.content or "", meta.line))
    for link in page.linked("image_src"):
        if url := usable(page, link.href):
            yield ShareImage(url, Evidence("image_src", link.href or "", link.line))
    yield from _described(page)


def _described(page: PageFacts) -> Iterator[ShareImage]:
    """The image that structured data gives the page's own thing."""
    things = graph(page)
    for node in things.nodes:
        if not node.is_main or node.is_a(*SPEAKS_OF_ITSELF):
            continue
        inside = things.nodes_of(node, "image")
        within = [text for image in inside for name in ("contentUrl", "url") for text in things.texts(image, name)]
        for address in (*things.texts(node, "image"), *within):
            if url := usable(page, address):
                yield ShareImage(url, Evidence("json-ld image", address, node.line))


def _largest(page: PageFacts) -> ShareImage | None:
    """The largest image of the page by its attributes that is no furniture."""
    sized = [(declared_size(image), image) for image in page.images[:MAX_IMAGES]]
    fitting = [(width * height, (width, height), image) for (width, height), image in sized if _fits(width, height)]
    for _, size, image in sorted(fitting, key=lambda each: -each[0]):
        address = image.lazy_src or image.src
        url = usable(page, address)
        if url and not _is_furniture(image, url, page):
            return ShareImage(url, Evidence("img", address or "", image.line), words(image.alt), size, chosen=True)
    return None


def _fits(width: int, height: int) -> bool:
    return width >= MIN_WIDTH and height >= MIN_HEIGHT and max(width, height) <= LONGEST_SIDE * min(width, height)


def _is_furniture(image: Image, url: str, page: PageFacts) -> bool:
    """One that is the whole of a link and comes from another host is an advertisement."""
    advertises = image.only_in_link and host_of(url) != host_of(page.url)
    return bool(advertises or image.decorative or is_unseen(image) or FURNITURE.search(stem_of(url)))
