"""The images that stand for a page elsewhere: in shared links and in search results."""

from collections.abc import Iterator

from . import open_graph, urls
from .json_ld import graph
from .types import PageFacts

IMAGE_PROPERTIES = ("image", "logo", "photo", "screenshot", "thumbnailUrl")


def preview_images(page: PageFacts) -> Iterator[tuple[str, int | None]]:
    """(URL, line) of each image that Open Graph and JSON-LD name, with repetitions."""
    yield from open_graph_images(page)
    yield from json_ld_images(page)


def open_graph_images(page: PageFacts) -> Iterator[tuple[str, int | None]]:
    """Absolute URLs only: networks do not resolve others."""
    for name, meta in open_graph.properties(page):
        address = (meta.content or "").strip()
        if name in open_graph.IMAGES and urls.is_http(address.lower()) and (url := urls.join(page.url, address)):
            yield url, meta.line


def json_ld_images(page: PageFacts) -> Iterator[tuple[str, int | None]]:
    if not page.json_ld:
        return
    things = graph(page)
    for node in things.nodes:
        names = [name for name in IMAGE_PROPERTIES if name in node.properties]
        if node.is_a("ImageObject"):
            names.append("contentUrl" if things.values(node, "contentUrl") else "url")
        for address in (address for name in names for address in things.texts(node, name)):
            url = urls.join(page.base_url, address)
            if url and urls.is_http(url):
                yield url, node.line
