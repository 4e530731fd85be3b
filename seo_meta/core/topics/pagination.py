"""Lists that are spread over several pages: `/news/page/2/`, `/news?page=2`."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from seo_meta.core.site import Site
from seo_meta.core.types import Link

from .per_site import once_per_site

TAIL = re.compile(r"(?:/index)?(?:\.html?)?/?$", re.IGNORECASE)
WORDS = "page|seite|pagina|página|strona|sida|side|sivu|oldal|sayfa|страница"
IN_PATH = re.compile(rf"/(?:{WORDS})[-_/]?(\d{{1,4}})$", re.IGNORECASE)
IN_QUERY = re.compile(rf"(?:^|&)(?:{WORDS}|paged|pg)=(\d{{1,4}})(?=&|$)", re.IGNORECASE)


class Place(NamedTuple):
    """`series` is the same for all pages of a list, and `number` counts from 1."""

    series: str
    number: int


def place_of(url: str) -> Place:
    """The place that a URL says it has. One that says nothing is the first page of its own series."""
    path, mark, query = unquote(url.partition("#")[0]).partition("?")
    path = TAIL.sub("", path, count=1)
    if found := IN_QUERY.search(query):
        rest = (query[: found.start()] + query[found.end() :]).removeprefix("&")
        return Place(f"{path}?{rest}".removesuffix("?"), int(found[1]))
    if found := IN_PATH.search(path):
        return Place(path[: found.start()] + mark + query, int(found[1]))
    return Place(path + mark + query, 1)


def in_one_series(urls: list[str]) -> bool:
    """Whether the URLs are pages of one list, which may well share a title."""
    return len({place_of(url).series for url in urls}) == 1


class Paginated(NamedTuple):
    """A page of a list that has a page 2 or later."""

    id: int
    key: bytes
    url: str
    place: Place
    indexable: bool
    noindex: bool


@once_per_site
def paginated_pages(site: Site) -> tuple[Paginated, ...]:
    """Those that answered 200, first pages included. Two passes; kept, since several rules ask for the same site."""
    spread = {place.series for page in site.pages() if (place := place_of(page.url)).number > 1}
    return tuple(
        Paginated(page.id, bytes(page.key), page.url, place, page.indexable, page.noindex)
        for page in (site.pages() if spread else ())
        if page.status == 200 and page.is_html and (place := place_of(page.url)).series in spread
    )


def neighbours(site: Site, page: int, rel: str) -> Iterator[Link]:
    """Its `<link rel=next>` or `<link rel=prev>` with a usable URL. Opens the page."""
    return (link for link in site.facts(page).linked(rel) if link.url)
