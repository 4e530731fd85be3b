"""The trail of a page: where it stands in its site, by its own structured data."""

from typing import NamedTuple

from seo_meta.core import urls
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.types import PageFacts

MAX_ITEMS = 12


class Crumb(NamedTuple):
    name: str
    line: int | None
    is_page: bool
    """Whether it stands for the page itself rather than for one above it."""


def trail(page: PageFacts) -> tuple[Crumb, ...]:
    """The first BreadcrumbList in the order of its positions; empty without one.
    https://developers.google.com/search/docs/appearance/structured-data/breadcrumb"""
    things = graph(page)
    for crumbs in things.of_type("BreadcrumbList"):
        items = sorted(things.nodes_of(crumbs, "itemListElement")[:MAX_ITEMS], key=lambda item: _position(things, item))
        found = [Crumb(_name(things, item), crumbs.line, _leads_to(things, item, page)) for item in items]
        return tuple(crumb for crumb in found if crumb.name)
    return ()


def _position(things: Graph, item: Node) -> int:
    position = next(iter(things.texts(item, "position")), "")
    return int(position) if position.isascii() and position.isdigit() and len(position) < 5 else MAX_ITEMS


def _name(things: Graph, item: Node) -> str:
    holders = (item, *things.nodes_of(item, "item"))
    return next((text for holder in holders for text in things.texts(holder, "name")), "")


def _leads_to(things: Graph, item: Node, page: PageFacts) -> bool:
    """Whether it is the page itself. The last item may go without an address; it is the page then."""
    nodes = things.nodes_of(item, "item")
    addresses = things.texts(item, "item") + [str(node.properties.get("@id", "")) for node in nodes]
    address = next(filter(None, addresses), "")
    joined = urls.join(page.url, address) if address else page.url
    return joined is not None and _key(joined) in (_key(page.url), _key(page.canonical or page.url))


def _key(url: str) -> str:
    return urls.page_key(url, clean_urls=True)
