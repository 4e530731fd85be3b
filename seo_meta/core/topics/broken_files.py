"""Which files that pages name do not exist."""

from collections.abc import Callable, Iterable, Iterator

from seo_meta.core.site import Site, unpack
from seo_meta.core.types import PageFacts

Files = Callable[[PageFacts], Iterable[tuple[str, int | None]]]


def missing_files(site: Site, files: Files) -> Iterator[tuple[int, str, int | None]]:
    """(page, URL, line) of each file that an indexable page names through `files` and that is not there, once a page.

    `SitePage.resources` must cover the files: only the pages where something is missing are opened.
    """
    alive: set[int] = set(site.files())
    dead: set[int] = set()
    for page in site.pages():
        (dead if page.status >= 400 else alive).update(unpack(page.key))
    dead -= alive
    for page in site.pages():
        if not page.indexable:
            continue
        named = set(unpack(page.resources))
        # Outside a folder, what was not read may well exist.
        missing = named - alive if site.inventory else named & dead
        if missing:
            yield from ((page.id, url, line) for url, line in _among(site, files(site.facts(page.id)), missing))


def _among(site: Site, files: Iterable[tuple[str, int | None]], missing: set[int]) -> Iterator[tuple[str, int | None]]:
    seen: set[str] = set()
    for url, line in files:
        address = url.partition("#")[0]
        key = site.key(address)
        if key and address not in seen and not missing.isdisjoint(unpack(key)):
            seen.add(address)
            yield address, line
